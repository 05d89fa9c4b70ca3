import { administratorPasswordRules, ocidOrNothing } from "./input-rules";
import type { OciInput } from "./input-groups";

/** Inputs of the database. */
export const databaseInputs = {
  database_version: {
    group: "database",
    title: "Release",
    description: "Release of Oracle Database",
    field: { type: "enum", enum: ["26ai", "19c"] },
    default: "26ai",
  },
  license_model: {
    group: "database",
    title: "Licence",
    description: "Whether the price includes the licence or you bring your own",
    field: { type: "enum", enum: ["LICENSE_INCLUDED", "BRING_YOUR_OWN_LICENSE"] },
    default: "LICENSE_INCLUDED",
  },
  database_ecpus: {
    group: "database",
    title: "ECPUs",
    description: "ECPUs that are always there; under load the database takes up to three times as many",
    field: { type: "integer", minimum: 2, maximum: 512 },
    default: 2,
  },
  database_storage_gb: {
    group: "database",
    title: "Storage in GB",
    description: "Storage of the database",
    field: { type: "integer", minimum: 20, maximum: 393_216 },
    default: 20,
  },
} as const satisfies Record<string, OciInput>;

/** Inputs of the vault and the passwords. */
export const secretInputs = {
  vault_compartment_ocid: {
    group: "secrets",
    title: "Compartment of the vault",
    description: "Where the form looks for a vault that is there already, and for its key",
    field: { type: "oci:identity:compartment:id" },
    default: "",
  },
  vault_ocid: {
    group: "secrets",
    title: "Vault",
    description: "Vault that keeps the passwords; empty for a new one",
    field: { type: "oci:kms:vault:id", dependsOn: { compartmentId: "vault_compartment_ocid" } },
    rules: [ocidOrNothing("vault")],
    default: "",
  },
  key_ocid: {
    group: "secrets",
    title: "Key",
    description: "Symmetric key in that vault",
    field: {
      type: "oci:kms:key:id",
      dependsOn: { compartmentId: "vault_compartment_ocid", vaultId: "vault_ocid" },
    },
    rules: [ocidOrNothing("key")],
    default: "",
    visible: { not: [{ eq: ["vault_ocid", ""] }] },
  },
  administrator_password: {
    group: "secrets",
    title: "Administrator password",
    description:
      "Leave it empty: Vault then makes one up that nobody sees. One that you give is in Terraform's state in clear text; it begins with a letter and has 12 to 30 characters, upper case, lower case and a digit among them, and not the word admin",
    field: {
      type: "password",
      confirmation: true,
      pattern: '^([A-Za-z][^\\s"]{11,29})?$',
    },
    rules: administratorPasswordRules,
    default: "",
  },
} as const satisfies Record<string, OciInput>;
