import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { profiles } from "../../../stacks/context/profiles";
import { OciStack } from "../../../stacks/oci-stack";
import { synth } from "../../support/synth";

interface Variable {
  readonly sensitive?: boolean;
  readonly validation?: readonly { readonly error_message: string }[];
}

const { variable = {} } = synth(new OciStack(Testing.app(), "oci-stack", { profile: profiles.lab }));
const messages = (sensitive: boolean) =>
  (Object.values(variable) as Variable[])
    .filter((each) => (each.sensitive ?? false) === sensitive)
    .flatMap(({ validation = [] }) => validation.map(({ error_message }) => error_message));

describe("the message about a variable that is refused", () => {
  test("shows the value", () => {
    expect(messages(false).length).toBeGreaterThan(10);
    for (const message of messages(false)) expect(message).toMatch(/, got \$\{jsonencode\(var\.\w+\)\}\.$/);
  });

  test("shows no value that is a secret, nor anything made of it", () => {
    expect(messages(true).length).toBeGreaterThan(4);
    for (const message of messages(true)) expect(message).not.toMatch(/\$\{|, got/);
  });
});
