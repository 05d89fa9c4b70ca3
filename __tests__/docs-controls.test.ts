import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { OciStack } from "../stacks/oci-stack";
import { type Profile, profiles } from "../stacks/context/profiles";
import { awsStack, kubernetes, ownDomain } from "./support/aws-stacks";
import { eksFsbp } from "./controls/aws-eks-fsbp";
import { fsbp } from "./controls/aws-fsbp";
import { cisOci } from "./controls/cis-oci";
import { Stack } from "./controls/stack";
import { synth } from "./support/synth";

/** Controls that no JSON shows: a variable of the deployment demands them, and another test proves that it does. */
const byDeployment = ["4.2"];

const key = { vaultId: "ocid1.vault.oc1..v", keyId: "ocid1.key.oc1..k" };
const hardened = {
  network: {},
  database: { encryptionKey: key },
  web: { encryptionKeyId: key.keyId, secureBoot: true },
};
const everyAwsOption = {
  https: ownDomain,
  webAcl: true,
  customerKey: true,
  deletionProtection: true,
  ownNetwork: { flowLogs: true },
};
const ociStack = (profile: Profile, options?: typeof hardened) =>
  new OciStack(Testing.app(), "oci-stack", { profile, ...(options && { options }) });

const benchmarks = {
  fsbp: {
    judgements: fsbp,
    stacks: {
      lab: awsStack(profiles.lab),
      production: awsStack(profiles.production),
      "every option": awsStack(profiles.lab, everyAwsOption),
    },
  },
  "fsbp-eks": {
    judgements: eksFsbp,
    stacks: {
      lab: awsStack(profiles.lab, { kubernetes }),
      production: awsStack(profiles.production, { kubernetes }),
      "every option": awsStack(profiles.lab, { ...everyAwsOption, kubernetes }),
    },
  },
  "cis-oci": {
    judgements: cisOci,
    stacks: {
      lab: ociStack(profiles.lab),
      production: ociStack(profiles.production),
      "every option": ociStack(profiles.lab, hardened),
    },
  },
};

const pages = ["security", "kubernetes"]
  .map((page) => readFileSync(join(__dirname, `../docs/${page}.md`), "utf8"))
  .join("\n");

/** Rows of a benchmark's table, one for each id. */
function rowsOf(name: string): { id: string; lab: string; production: string }[] {
  const [, table = ""] = new RegExp(`<!-- ${name} -->([\\s\\S]*)<!-- /${name} -->`).exec(pages) ?? [];
  return [...table.matchAll(/^\| ([A-Z0-9].*?) \| .*? \| (\S.*?) +\| (\S.*?) +\|/gm)].flatMap(
    ([, ids = "", lab = "", production = ""]) =>
      ids
        .trim()
        .split(", ")
        .map((id) => ({ id: id.trim(), lab, production })),
  );
}

describe.each(Object.entries(benchmarks))("the table %s", (name, { judgements, stacks }) => {
  const judged = Object.entries(stacks).map(([of, stack]) => [of, new Stack(synth(stack))] as const);
  const rows = rowsOf(name);
  const ours = rows.filter(({ lab }) => !["account", "tenancy"].includes(lab));

  test("says of what the stack makes only what is computed", () => {
    expect(ours.map(({ id }) => id).sort()).toEqual(
      [...Object.keys(judgements), ...byDeployment.filter((id) => rows.some((row) => row.id === id))].sort(),
    );
  });

  test.each(ours.filter(({ id }) => judgements[id]).map((row) => [row.id, row] as const))(
    "is right about %s",
    (id, row) => {
      const holds = Object.fromEntries(judged.map(([of, stack]) => [of, judgements[id]!(stack)]));
      expect({ lab: row.lab === "met", production: row.production === "met" }).toEqual({
        lab: holds.lab,
        production: holds.production,
      });
      if (row.lab === "option") expect(holds["every option"]).toBe(true);
      if (row.lab === "not met" && row.production === "not met") expect(holds["every option"]).toBe(false);
    },
  );
});
