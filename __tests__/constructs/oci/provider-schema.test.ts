import { describe, expect, test } from "@jest/globals";
import { TerraformVariable, Testing } from "cdktf";
import {
  AdministratorPassword,
  Exposure,
  Iam,
  PrivateDatabase,
  PublicWebTier,
  Shape,
} from "../../../constructs/oci";
import { OciStack } from "../../../stacks/oci-stack";
import { type Profile, profiles } from "../../../stacks/profiles";
import { testApp } from "../../support/app";
import { ociProviderSchema } from "../../support/provider-schema";
import { schemaViolations } from "../../support/schema-check";
import { synth } from "../../support/synth";
import { networkWith, webTierWith } from "./tiers";

const schemas = { oci: ociProviderSchema() };

describe("what is synthesized for OCI is what the provider understands", () => {
  test.each(Object.entries<Profile>(profiles))("in the profile %s", (_, profile) => {
    expect(schemaViolations(synth(new OciStack(Testing.app(), "oci-stack", { profile })), schemas)).toEqual(
      [],
    );
  });

  test.each([
    ["a single public server", { exposure: Exposure.singlePublicServer() }],
    ["a flexible shape", { shape: Shape.flexible("VM.Standard.A1.Flex", { ocpus: 1, memoryGiB: 6 }) }],
    ["an administrator's help", { iam: Iam.byAdministrator() }],
  ])("with %s", (_, props) => {
    expect(schemaViolations(synth(webTierWith(props).stack), schemas)).toEqual([]);
  });

  test("with a password from a variable", () => {
    const { stack, network } = networkWith();
    const variable = new TerraformVariable(stack, "password", { type: "string", sensitive: true });
    const administratorPassword = AdministratorPassword.fromVariable(variable);
    const database = new PrivateDatabase(stack, "database", { network, administratorPassword });
    new PublicWebTier(stack, "web", { network, database, app: testApp });
    expect(schemaViolations(synth(stack), schemas)).toEqual([]);
  });
});
