import { afterAll, afterEach, beforeAll, expect } from "@jest/globals";
import { OciAccount } from "../../oci/account";
import type { Deployment } from "../../oci/context";
import { explain } from "../../oci/explain";
import { variablesOf } from "../../oci/variables";
import type { Answered } from "../../ask";
import type { Question } from "../../question";
import type { Stack } from "../../stack";
import { OciFake, tenancyId } from "./oci-fake";
import { answerTo } from "./questions";

export const compartmentId = "ocid1.compartment.oc1..aaaa";
export const region = "us-ashburn-1";

/** A stack, and what its deployment is told besides where it goes. */
export function deploymentOf(stack: Stack, given: Readonly<Record<string, string>> = {}): Deployment {
  const place = { tenancy_ocid: tenancyId, compartment_ocid: compartmentId, region };
  return { stack, variables: variablesOf(stack, { ...place, ...given }, {}) };
}

/** A tenancy on OCI whose answers a test gives. */
export interface OciStage {
  readonly fake: OciFake;
  readonly account: OciAccount;
  /** Asks the only question of a topic; every request must have been signed. */
  readonly ask: (questions: readonly Question<OciAccount>[]) => Promise<Partial<Answered>>;
}

/** Makes one for the tests of a file. */
export function ociStage(): OciStage {
  let fake: OciFake;
  const stage = {
    get fake() {
      return fake;
    },
    get account() {
      return new OciAccount(fake.credentials, { tenancyId, compartmentId, region }, fake.url);
    },
    ask: async (questions: readonly Question<OciAccount>[]) => {
      const answered = await answerTo(questions, { account: stage.account, explain });
      expect(fake.forged).toEqual([]);
      return answered;
    },
  };
  beforeAll(async () => {
    // Oracle's SDK writes a line about each refusal.
    console.warn = () => undefined;
    fake = await OciFake.start();
  });
  afterEach(() => fake.reset());
  afterAll(() => fake.close());
  return stage;
}
