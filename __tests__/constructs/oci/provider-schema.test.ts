import { describe, expect, test } from "@jest/globals";
import { type TerraformStack, TerraformVariable, Testing } from "cdktf";
import {
  AdministratorPassword,
  Exposure,
  Https,
  Iam,
  PrivateDatabase,
  PublicWebTier,
  type PublicWebTierProps,
  Scaling,
  Shape,
} from "../../../constructs/oci";
import { OciStack } from "../../../stacks/oci-stack";
import { type Profile, profiles } from "../../../stacks/context/profiles";
import { testApp } from "../../support/app";
import { ociProviderSchema } from "../../support/provider-schema";
import { type Configuration, schemaViolations } from "../../support/schema-check";
import { validateWithTerraform } from "../../support/schema-provider";
import { testWith } from "../../support/skip";
import { synth } from "../../support/synth";
import {
  clusterWith,
  databaseWith,
  existingNetwork,
  networkWith,
  plainHttp,
  single,
  webTierWith,
} from "./tiers";

const schema = ociProviderSchema();

function withPasswordFromVariable(): TerraformStack {
  const { stack, network } = networkWith();
  const variable = new TerraformVariable(stack, "password", { type: "string", sensitive: true });
  const administratorPassword = AdministratorPassword.fromVariable(variable);
  const database = new PrivateDatabase(stack, "database", { network, administratorPassword });
  new PublicWebTier(stack, "web", {
    network,
    database,
    app: testApp,
    exposure: Exposure.loadBalancer({ https: plainHttp }),
  });
  return stack;
}

function withPem(): TerraformStack {
  const { stack, network, database } = databaseWith();
  const text = (name: string) => new TerraformVariable(stack, name, { type: "string" }).stringValue;
  const https = Https.pem({
    certificate: text("certificate"),
    privateKey: text("key"),
    chain: text("chain"),
    domainName: "www.example.com",
  });
  const exposure = Exposure.loadBalancer({ https });
  new PublicWebTier(stack, "web", { network, database, app: testApp, exposure });
  return stack;
}

const everyOption = {
  moreCidrBlocks: ["10.1.0.0/16"],
  bastion: { allowFrom: ["203.0.113.0/24"] },
  flowLogs: true,
  alarmEmail: "ops@example.com",
};
const workday = { name: "workday", cron: "0 0 7 ? * MON-FRI", servers: 4 };
const everyDatabaseOption = {
  capacity: { ecpus: 4, storageGB: 40, storageAutoScaling: true },
  longTermBackups: { every: "YEAR", from: "2027-01-03T02:00:00Z", keptDays: 365 },
  contacts: ["ops@example.com"],
  encryptionKey: { vaultId: "ocid1.vault.oc1..v", keyId: "ocid1.key.oc1..k" },
  vault: { vaultId: "ocid1.vault.oc1..v", keyId: "ocid1.key.oc1..k" },
} as const;

const hardened = { secureBoot: true, encryptionKeyId: "ocid1.key.oc1..k" };

const inProfile = (profile: Profile) => () => new OciStack(Testing.app(), "oci-stack", { profile });
const withWeb = (props: Partial<PublicWebTierProps>) => () => webTierWith(props).stack;

const variants: [string, () => TerraformStack][] = [
  ["the profile lab", inProfile(profiles.lab)],
  ["the profile production", inProfile(profiles.production)],
  ["a single public server", withWeb({ exposure: single })],
  ["Secure Boot and a key of one's own", withWeb(hardened)],
  ["a single public server with both", withWeb({ ...hardened, exposure: single })],
  ["a flexible shape", withWeb({ shape: Shape.flexible("VM.Standard.A1.Flex", { ocpus: 1, memoryGiB: 6 }) })],
  ["an administrator's help", withWeb({ iam: Iam.byAdministrator() })],
  ["a password from a variable", withPasswordFromVariable],
  ["a bastion, flow logs and more addresses", () => webTierWith({}, networkWith(everyOption)).stack],
  ["a network that exists", () => webTierWith({}, networkWith({ existing: existingNetwork })).stack],
  [
    "a certificate",
    withWeb({
      exposure: Exposure.loadBalancer({
        https: Https.certificate({
          certificateId: "ocid1.certificate.oc1..c",
          domainName: "www.example.com",
        }),
      }),
    }),
  ],
  ["a certificate in PEM", withPem],
  ["the clock for scaling", withWeb({ scaling: Scaling.bySchedule([workday]) })],
  ["a cluster in place of servers", () => clusterWith({}, networkWith(everyOption)).stack],
  [
    "a cluster with a flexible shape, an image and a key of one's own, by an administrator's help",
    () =>
      clusterWith({
        shape: Shape.flexible("VM.Standard.E5.Flex", { ocpus: 1, memoryGiB: 8 }),
        image: `ocir.us-ashburn-1.oci.oraclecloud.com/test/counter@sha256:${"0".repeat(64)}`,
        imageId: "ocid1.image.oc1..i",
        encryptionKeyId: "ocid1.key.oc1..k",
        iam: Iam.byAdministrator(),
      }).stack,
  ],
  [
    "a cluster, by the variables of a deployment",
    () => {
      const options = { network: {}, database: {}, web: {}, kubernetes: { access: {} } };
      return new OciStack(Testing.app(), "oci-stack", { profile: profiles.production, options });
    },
  ],
  ["every option of the database", () => databaseWith(everyDatabaseOption).stack],
];

describe("what is synthesized for OCI", () => {
  test.each(variants)("is what the provider understands, with %s", (_, make) => {
    expect(schemaViolations(synth(make()), { oci: schema })).toEqual([]);
  });

  for (const [name, make] of variants)
    testWith("terraform", `is valid for Terraform, with ${name}`, async () => {
      expect(await validateWithTerraform(synth(make()), "oracle/oci", schema)).toEqual([]);
    });
});

// The check that needs no Terraform is only worth something where Terraform agrees with it.
describe("a mistake is found with and without Terraform", () => {
  const terraform = { required_providers: { oci: { source: "oracle/oci" } } };
  const key = { compartment_id: "c", display_name: "d", management_endpoint: "e", key_shape: shape() };

  function shape(): object {
    return { algorithm: "AES", length: 32 };
  }

  async function areFound(configuration: Configuration): Promise<boolean[]> {
    const complaints = await validateWithTerraform({ terraform, ...configuration }, "oracle/oci", schema);
    return [complaints, schemaViolations(configuration, { oci: schema })].map(({ length }) => length > 0);
  }

  testWith("terraform", "where there is none", async () => {
    expect(await areFound({ resource: { oci_kms_key: { one: key } } })).toEqual([false, false]);
  });

  const mistakes: [string, object][] = [
    ["an unknown argument", { colour: "red" }],
    ["a missing argument", { display_name: undefined }],
    ["text for a bool", { is_auto_rotation_enabled: "maybe" }],
    ["a list for text", { display_name: ["d"] }],
    ["a list for a map", { freeform_tags: ["a"] }],
    ["a missing block", { key_shape: undefined }],
    ["one block too many", { key_shape: [shape(), shape()] }],
    ["an unknown argument in a block", { key_shape: { ...shape(), colour: "red" } }],
    ["text for a number in a block", { key_shape: { ...shape(), length: "long" } }],
    ["an expression for a block", { key_shape: "${[]}" }],
    ["an unknown dynamic block", { dynamic: { fan: { for_each: "${[]}", content: {} } } }],
    ["an unknown variable", { display_name: "${var.nope}" }],
    ["an unknown local", { display_name: "${local.nope}" }],
    ["an unknown resource", { display_name: "${oci_core_vcn.nope.id}" }],
    ["an unknown attribute", { display_name: "${oci_kms_key.two.nope}" }],
    ["an attribute of text", { display_name: "${oci_kms_key.two.id.nope}" }],
    ["an unknown change to ignore", { lifecycle: { ignore_changes: ["nope"] } }],
    ["an unknown dependency", { depends_on: ["oci_core_vcn.nope"] }],
  ];

  for (const [name, mistake] of mistakes)
    testWith("terraform", `where there is ${name}`, async () => {
      expect(
        await areFound({ resource: { oci_kms_key: { one: { ...key, ...mistake }, two: key } } }),
      ).toEqual([true, true]);
    });
});
