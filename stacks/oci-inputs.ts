import { Lazy, TerraformVariable, type TerraformVariableConfig } from "cdktf";
import type { Construct } from "constructs";
import { type Input, type InputGroup, isSensitive, terraformTypeOf } from "../resource-manager/fields";

/** Groups of Resource Manager's form, in its order. */
export const inputGroups = {
  place: { title: "Where" },
  servers: { title: "Servers" },
  https: { title: "HTTPS" },
  alarms: { title: "Alarms" },
  rights: { title: "Rights" },
  database: { title: "Database", visible: "show_advanced" },
  secrets: { title: "Vault and passwords", visible: "show_advanced" },
} as const satisfies Record<string, InputGroup>;

// Resource Manager takes 8192 bytes for a variable's name and value together.
const pem = { type: "text", multiline: true, maxLength: 8000 } as const;

/**
 * Everything that the OCI stack asks at deploy time: each input is a Terraform variable and a field of Resource
 * Manager's form at once. An empty text means that nobody chose.
 */
export const ociInputs = {
  compartment_ocid: {
    group: "place",
    title: "Compartment",
    description: "Compartment that holds everything; give the stack one of its own",
    field: { type: "oci:identity:compartment:id" },
  },
  region: {
    group: "place",
    title: "Region",
    description: "Region to deploy to, such as us-ashburn-1",
    field: { type: "oci:identity:region:name" },
  },
  tenancy_ocid: {
    group: "place",
    title: "Tenancy",
    description: "OCID of the tenancy that the compartment belongs to",
    field: { type: "string" },
    // Resource Manager fills it in by itself.
    visible: false,
  },
  shape: {
    group: "servers",
    title: "Shape",
    description: "Machine of each server; a flexible one with its OCPUs and memory",
    field: {
      type: "oci:core:instanceshapewithflex:name",
      dependsOn: { compartmentId: "compartment_ocid" },
    },
    default: { instanceShape: "VM.Standard2.1", ocpus: 1, memory: 15 },
  },
  show_advanced: {
    group: "servers",
    title: "Show more options",
    description: "Shows options that have good defaults",
    field: { type: "boolean" },
    default: false,
  },
  availability_domain: {
    group: "servers",
    title: "Availability domain",
    description: "The only one that servers stand in; empty for all that the region has",
    field: {
      type: "oci:identity:availabilitydomain:name",
      dependsOn: { compartmentId: "compartment_ocid", regionName: "region" },
    },
    default: "",
    visible: "show_advanced",
  },
  image_ocid: {
    group: "servers",
    title: "Image",
    description:
      "Image made from Oracle Linux 9; empty for the newest that Oracle offers. Another one replaces the servers",
    field: { type: "oci:core:image:id", dependsOn: { compartmentId: "compartment_ocid" } },
    default: "",
    visible: "show_advanced",
  },
  certificate_ocid: {
    group: "https",
    title: "OCID of the certificate",
    description: "Certificate of OCI Certificates, in this region; without one, visits are not encrypted",
    field: { type: "string", pattern: "^(ocid1[.]certificate[.].+)?$" },
    default: "",
  },
  domain_name: {
    group: "https",
    title: "Name",
    description: "Name on the certificate; its DNS record is yours to point to the load balancer",
    field: { type: "string", pattern: "^(([a-z0-9][a-z0-9-]*[.])+[a-z]{2,})?$" },
    default: "",
  },
  certificate_pem: {
    group: "https",
    title: "Certificate in PEM",
    description: "From BEGIN CERTIFICATE to END CERTIFICATE",
    field: pem,
    default: "",
    visible: { and: ["show_advanced", { eq: ["certificate_ocid", ""] }] },
  },
  private_key_pem: {
    group: "https",
    title: "Private key in PEM",
    description: "Key of the certificate. It is in Terraform's state in clear text",
    field: pem,
    default: "",
    sensitive: true,
    visible: { and: ["show_advanced", { eq: ["certificate_ocid", ""] }] },
  },
  chain_pem: {
    group: "https",
    title: "Chain in PEM",
    description: "Certificates between it and a root that browsers know",
    field: pem,
    default: "",
    visible: { and: ["show_advanced", { eq: ["certificate_ocid", ""] }] },
  },
  alarm_email: {
    group: "alarms",
    title: "E-mail address",
    description: "Whom alarms write to, once they confirmed it; empty for nobody",
    field: { type: "string", pattern: "^([^ @]+@[^ @]+[.][^ @]+)?$" },
    default: "",
  },
  create_identity: {
    group: "rights",
    title: "Create dynamic group and policy",
    description:
      "They let servers read their secrets. Without the right to create them say no: an output then has the statements for your administrator",
    field: { type: "boolean" },
    default: true,
  },
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
    default: "",
    visible: { not: [{ eq: ["vault_ocid", ""] }] },
  },
  administrator_password: {
    group: "secrets",
    title: "Administrator password",
    description:
      "Leave it empty: Vault then makes one up that nobody sees. One that you give is in Terraform's state in clear text; it begins with a letter and has 12 to 30 characters, upper case, lower case and a digit among them",
    field: {
      type: "password",
      confirmation: true,
      pattern: '^([A-Za-z][^\\s"]{11,29})?$',
    },
    default: "",
  },
} as const satisfies Record<string, Input & { readonly group: keyof typeof inputGroups }>;

/** The variables by name. */
export type OciVariables = Readonly<Record<keyof typeof ociInputs, TerraformVariable>>;

/** Declares a Terraform variable for each input. */
export function declareInputs(scope: Construct): OciVariables {
  const declared = Object.entries<Input>(ociInputs).map(([name, input]) => [
    name,
    new TerraformVariable(scope, name, variableOf(name, input)),
  ]);
  return Object.fromEntries(declared) as OciVariables;
}

function variableOf(name: string, input: Input): TerraformVariableConfig {
  const rule = ruleOf(name, input);
  return {
    type: terraformTypeOf(input.field),
    description: input.description,
    nullable: false,
    // Lazily, because cdktf would write the keys of a shape in snake case.
    ...(input.default !== undefined && { default: Lazy.anyValue({ produce: () => input.default }) }),
    ...(isSensitive(input) && { sensitive: true }),
    ...(rule && { validation: [rule] }),
  };
}

/** What the form checks, Terraform checks too: not everybody comes by the form. */
function ruleOf(name: string, { field }: Input) {
  const value = `var.${name}`;
  if (field.type === "integer") {
    const { minimum, maximum } = field;
    return {
      condition: `\${floor(${value}) == ${value} && ${value} >= ${minimum} && ${value} <= ${maximum}}`,
      errorMessage: `The value must be a whole number from ${minimum} to ${maximum}.`,
    };
  }
  if (field.type === "enum")
    return {
      condition: `\${contains(${JSON.stringify(field.enum)}, ${value})}`,
      errorMessage: `The value must be one of ${field.enum.join(", ")}.`,
    };
  if (!("pattern" in field) || field.pattern === undefined) return undefined;
  return {
    condition: `\${can(regex(${JSON.stringify(field.pattern)}, ${value}))}`,
    errorMessage: `The value must match ${field.pattern}`,
  };
}
