import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { RefusedValue } from "../../../constructs/shared";
import { awsKeys } from "../../../stacks/aws/keys";
import { awsStackFrom, ociStackFrom } from "../../../stacks/context/from-context";
import { inKeysOf } from "../../../stacks/context/in-keys-of";
import { ociKeys } from "../../../stacks/oci/keys";
import { existingNetwork } from "../../support/existing-network";
import { synth } from "../../support/synth";
import { awsMistakes, domain } from "./aws-mistakes";
import { ociMistakes } from "./oci-mistakes";

const lab = { profile: "lab", awsRegion: "us-east-1" };
const withContext = (context: object) => Testing.app({ context: { ...lab, ...context } });

describe("a mistake in the context is refused by the key that the person wrote", () => {
  test.each(awsMistakes)("on AWS: %j", (context, sentence) => {
    expect(() => awsStackFrom(withContext(context))).toThrow(new Error(sentence));
  });

  test("production is heard by an address, or by whoever the context names", () => {
    const production = { ...domain, profile: "production" };
    const reason = { noAlarmEmailBecause: "our pager subscribes to the topic itself" };
    expect(() =>
      awsStackFrom(withContext({ ...production, awsAlarmEmail: "ops@example.com" })),
    ).not.toThrow();
    expect(() => awsStackFrom(withContext({ ...production, ...reason }))).not.toThrow();
    const asked = (context: object) => synth(ociStackFrom(withContext(context))).variable!.alarm_email!;
    expect(asked({})).toHaveProperty("default", "");
    expect(asked({ profile: "production", ...reason })).toHaveProperty("default", "");
    expect(asked({ profile: "production" })).not.toHaveProperty("default");
  });

  test.each(ociMistakes)("on OCI: %j", (context, sentence) => {
    expect(() => ociStackFrom(withContext(context))).toThrow(new Error(sentence));
  });

  // Without the prop in the key's declaration a refusal names the prop and the construct.
  test.each(Object.keys({ ...awsKeys, ...ociKeys }))("%s has its mistake above", (key) => {
    const named = [...awsMistakes, ...ociMistakes].map(([, sentence]) => /^`(\w+)/.exec(sentence)?.[1]);
    expect(named).toContain(key);
  });

  test("what the profile says is not named by a key that is not set", () => {
    const refuse = () => {
      throw new RefusedValue("cidrBlock", "be a block", '"x"');
    };
    expect(() => inKeysOf(awsKeys, {}, refuse)).toThrow("`cidrBlock` must be a block");
    expect(() => inKeysOf(awsKeys, { awsExistingNetwork: existingNetwork }, refuse)).toThrow(
      "`awsExistingNetwork.cidrBlock` must be a block",
    );
  });
});
