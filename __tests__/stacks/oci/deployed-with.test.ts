import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { App, TerraformStack, Testing } from "cdktf";
import { OciStack } from "../../../stacks/oci-stack";
import { ociChoices } from "../../../stacks/oci/choices";
import { rememberChoices } from "../../../stacks/oci/deployed-with";
import { ociInputs } from "../../../stacks/oci/inputs";
import { ociOptions } from "../../../stacks/oci/options";
import { declareInputs } from "../../../stacks/oci/variables";
import { profiles } from "../../../stacks/context/profiles";
import { has, testWith } from "../../support/skip";
import { synth } from "../../support/synth";
import { withoutBackend } from "../../../rehearsal/machine/providers";
import { TerraformFolder } from "../../support/terraform";

const state = join(mkdtempSync(join(tmpdir(), "counterpart-state-")), "terraform.tfstate");

const first = {
  region: "us-ashburn-1",
  tenancy_ocid: "ocid1.tenancy.oc1..one",
  compartment_ocid: "ocid1.compartment.oc1..one",
};

type Conditions = Partial<
  Record<"precondition" | "postcondition", readonly { readonly error_message: string }[]>
>;

interface Told {
  readonly variables?: Readonly<Record<string, string>>;
  readonly context?: Readonly<Record<string, unknown>>;
}

/** Runs Terraform on what the stack remembers, and on nothing else of it. */
function terraform(
  command: "apply" | "plan",
  { variables = {}, context = {} }: Told = {},
  ...more: readonly string[]
): string {
  const props = { profile: profiles.lab, options: ociOptions(new App({ context: { ...context } }).node) };
  const stack = new TerraformStack(Testing.app(), "oci-stack");
  rememberChoices(stack, ociChoices(declareInputs(stack, ociInputs(props)), props));
  const folder = new TerraformFolder(withoutBackend(JSON.parse(Testing.synth(stack)) as object));
  const approval = command === "apply" ? ["-auto-approve"] : [];
  const told = Object.entries({ ...first, ...variables }).map(([name, value]) => `-var=${name}=${value}`);
  return folder
    .run(command, "-input=false", "-no-color", `-state=${state}`, ...approval, ...told, ...more)
    .replace(/\s+/g, " ");
}

/** Message of a refused plan, without the frame that Terraform draws. */
function refusal(told: Told): string {
  try {
    return terraform("plan", told);
  } catch (error) {
    return (error as Error).message.replace(/[\s│]+/g, " ");
  }
}

describe("what the OCI stack was deployed with", () => {
  beforeAll(() => void (has("terraform") && terraform("apply")));

  const network = (digit: string) => ({
    vcnId: `ocid1.vcn.oc1.iad.${digit}`,
    subnetIds: {
      public: `ocid1.subnet.oc1.iad.${digit}p`,
      web: `ocid1.subnet.oc1.iad.${digit}w`,
      data: `ocid1.subnet.oc1.iad.${digit}d`,
    },
  });

  testWith("terraform", "stays as it is when it is deployed again", () => {
    expect(terraform("plan")).toContain("No changes");
  });

  for (const [option, deployed, wanted] of [
    ["region", first.region, "us-phoenix-1"],
    ["tenancy_ocid", first.tenancy_ocid, "ocid1.tenancy.oc1..two"],
    ["compartment_ocid", first.compartment_ocid, "ocid1.compartment.oc1..two"],
    ["vault_ocid", "", "ocid1.vault.oc1.iad.two"],
    ["key_ocid", "", "ocid1.key.oc1.iad.two"],
  ] as const)
    testWith("terraform", `is held against another ${option}, in a sentence that says it all`, () => {
      expect(refusal({ variables: { [option]: wanted } })).toContain(
        `\`${option}\` must stay "${deployed}", which the stack was deployed with, got "${wanted}": a running stack cannot take another value. Set it back; or deploy a second stack, move the data, and destroy this one.`,
      );
    });

  testWith("terraform", "is held against a network that was there before", () => {
    const message = refusal({ context: { ociExistingNetwork: network("1") } });
    expect(message).toContain('`ociExistingNetwork.vcnId` must stay "",');
    expect(message).toContain('got "ocid1.vcn.oc1.iad.1"');
    expect(message).toContain("`ociExistingNetwork.subnetIds` must stay");
  });

  testWith("terraform", "is held against a single public server", () => {
    const single = (reason: string) => ({ context: { ociSinglePublicServerBecause: reason } });
    expect(refusal(single("one server will do for this talk"))).toContain(
      '`ociSinglePublicServerBecause` must stay "not set", which the stack was deployed with, got "set"',
    );
  });

  testWith(
    "terraform",
    "is held against the other web tier, from either side, until that is replaced",
    () => {
      const meant = "-replace=terraform_data.deployed-with";
      const cluster = { context: { webTier: "kubernetes", ociKubernetesApiFrom: "192.168.0.0/24" } };
      expect(refusal(cluster)).toContain('`webTier` must stay "servers"');
      terraform("apply", cluster, meant);
      expect(terraform("plan", cluster)).toContain("No changes");
      expect(refusal({})).toContain('`webTier` must stay "kubernetes"');
      terraform("apply", {}, meant);
      expect(terraform("plan")).toContain("No changes");
    },
  );

  testWith("terraform", "is not held against what a running stack takes", () => {
    const variables = { alarm_email: "ops@example.com", database_ecpus: "4", database_version: "19c" };
    expect(terraform("plan", { variables, context: { ociOracleLinux: "8" } })).toContain("No changes");
  });
});

describe("what the resources of the OCI stack hold themselves", () => {
  const stack = (code: { network?: object; database?: object } = {}) =>
    synth(
      new OciStack(Testing.app(), "oci-stack", {
        profile: profiles.lab,
        options: { network: { ...code.network }, database: { ...code.database }, web: {} },
      }),
    );
  const heldBy = (found: Record<string, Record<string, Record<string, unknown>>> | undefined, type: string) =>
    Object.values(found?.[type] ?? {}).flatMap(({ lifecycle }) => {
      const { precondition = [], postcondition = [] } = (lifecycle ?? {}) as Conditions;
      return [...precondition, ...postcondition].map(
        ({ error_message }) => /^`(\w+)`.* must stay/.exec(error_message)?.[1],
      );
    });

  test("is the name, the workload and the key of the database, and its changes are never sent", () => {
    const { resource } = stack();
    expect(heldBy(resource, "oci_database_autonomous_database")).toEqual([
      "databaseName",
      "workload",
      "encryptionKey",
    ]);
    const [database] = Object.values(resource.oci_database_autonomous_database!);
    expect(database!.lifecycle.ignore_changes).toEqual(["db_name", "private_endpoint_label", "db_workload"]);
  });

  test("lets a key for the database come, which OCI takes", () => {
    const encryptionKey = { keyId: "ocid1.key.oc1.iad.one", vaultId: "ocid1.vault.oc1.iad.one" };
    const { resource } = stack({ database: { encryptionKey } });
    expect(heldBy(resource, "oci_database_autonomous_database")).toEqual(["databaseName", "workload"]);
  });

  test("is what runs where a change is an upgrade, read before anything changes", () => {
    const { data, resource } = stack();
    expect(heldBy(resource, "terraform_data").filter((option) => option === "database_version")).toHaveLength(
      1,
    );
    expect(heldBy(resource, "oci_core_default_security_list")).toEqual(["cidrBlock", undefined]);
    for (const type of ["oci_core_vcn", "oci_database_autonomous_database"])
      expect(Object.values(data![type]!).map(({ lifecycle }) => lifecycle as unknown)).toEqual([undefined]);
  });
});
