import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { secretPlaces } from "../../proofs/secrets";
import { profiles } from "../../stacks/context/profiles";
import { OciStack } from "../../stacks/oci-stack";
import { fullProduction } from "../support/aws-stacks";
import { synth, type SynthesizedStack } from "../support/synth";

const oci = synth(new OciStack(Testing.app(), "oci-stack", { profile: profiles.lab }));

function withResource(type: string, argument: object): SynthesizedStack {
  return { ...oci, resource: { ...oci.resource, [type]: { oops: argument } } };
}

describe("where secrets are", () => {
  test("is with RDS alone on AWS", () => {
    expect(secretPlaces(synth(fullProduction()))).toEqual([
      { place: "aws_db_instance.manage_master_user_password", holds: "made up by the cloud" },
    ]);
  });

  test("is in no clear text on OCI", () => {
    expect(secretPlaces(oci)).toEqual([
      { place: "oci_database_autonomous_database.admin_password", holds: "a reference" },
      { place: "oci_load_balancer_certificate.private_key", holds: "a reference" },
      { place: "var.administrator_password", holds: "asked at deployment" },
      { place: "var.private_key_pem", holds: "asked at deployment" },
    ]);
  });

  test.each([
    ["aws_db_instance", { password: "hunter2" }, "aws_db_instance.password"],
    [
      "aws_secretsmanager_secret_version",
      { secret_string: "hunter2" },
      "aws_secretsmanager_secret_version.secret_string",
    ],
    ["oci_core_instance", { metadata: { db_password: "hunter2" } }, "oci_core_instance.metadata.db_password"],
    [
      "oci_vault_secret",
      { secret_content: [{ password: "x${var.a}" }] },
      "oci_vault_secret.secret_content.password",
    ],
  ])("is found where somebody writes one into %s", (type, argument, place) => {
    expect(secretPlaces(withResource(type, argument))).toContainEqual({ place, holds: "clear text" });
  });

  test("is found in a default of a sensitive variable", () => {
    const json = { ...oci, variable: { key: { sensitive: true, default: "hunter2" } } };
    expect(secretPlaces(json)).toContainEqual({ place: "var.key", holds: "clear text" });
  });
});
