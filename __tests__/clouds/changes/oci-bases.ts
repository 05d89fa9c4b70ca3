import { App } from "cdktf";
import type { Context } from "../../../stacks/context/context";
import { ociOptions } from "../../../stacks/oci/options";
import type { OciStackProps } from "../../../stacks/oci/stack-props";
import { leavingProduction, profileOf } from "../../../stacks/context/options";
import type { Profile } from "../../../stacks/context/profiles";
import type { Variables } from "../../../rehearsal/oci/deployment";
import type { OptionChange } from "./change";

/** What is in the tenancy before the stack; bases and changes name it as `<vcn>`. */
export interface OciExisting {
  /** OCID of a VCN. */
  readonly vcn: string;
  /** OCIDs of its subnets. */
  readonly public: string;
  readonly web: string;
  readonly data: string;
  /** OCID of another subnet for servers. */
  readonly web2: string;
}

/** What a deployment is told. */
export interface OciInput {
  /** Keys of the context. */
  readonly context?: Context;
  /** Variables. */
  readonly variables?: Variables;
  /** What a profile written in code has for one of the tiers, beside what the named one has. */
  readonly code?: { readonly [tier in "network" | "database" | "web"]?: object };
}

export const certificate = {
  certificate_ocid: "ocid1.certificate.oc1.iad.one",
  domain_name: "www.example.com",
};
export const ownKey = { vaultId: "ocid1.vault.oc1.iad.one", keyId: "ocid1.key.oc1.iad.one" };
export const because = "one server will do for this talk";
export const workday = { name: "workday", cron: "0 0 7 ? * MON-FRI", servers: 3 };
export const monthly = { every: "MONTH", from: "2027-01-03T02:00:00Z", keptDays: 90 };
export const flexible = { instanceShape: "VM.Standard.E5.Flex", ocpus: 1, memory: 8 };

export function pemOf(bytes: string) {
  const pem = (label: string) => `-----BEGIN ${label}-----\n${bytes}\n-----END ${label}-----\n`;
  return {
    certificate_pem: pem("CERTIFICATE"),
    private_key_pem: pem("PRIVATE KEY"),
    chain_pem: pem("CERTIFICATE"),
    domain_name: "www.example.com",
  };
}

/** What is deployed before something changes, by its name in the table. */
export const ociBases = {
  lab: {},
  production: {
    context: { profile: "production" },
    variables: { ...certificate, alarm_email: "ops@example.com" },
  },
  "lab with every option": {
    context: {
      ociBastionAllowFrom: "192.0.2.0/24",
      ociContacts: "dba@example.com",
      ociCustomerKey: ownKey,
      ociLongTermBackups: monthly,
      ociMonthlyBudget: 900,
      ociMoreCidrBlocks: "10.1.0.0/16",
      ociOracleLinux: "8",
      ociSchedules: [workday],
      ociSecureBoot: true,
    },
    variables: {
      ...certificate,
      alarm_email: "ops@example.com",
      shape: flexible,
      availability_domain: "test:US-ASHBURN-AD-1",
      image_ocid: "ocid1.image.oc1.iad.mine",
      bandwidth_mbps: 100,
      create_identity: false,
      database_version: "19c",
      license_model: "BRING_YOUR_OWN_LICENSE",
      database_ecpus: 4,
      database_storage_gb: 40,
      vault_ocid: "ocid1.vault.oc1.iad.one",
      key_ocid: "ocid1.key.oc1.iad.one",
      administrator_password: "Correct1Horse",
    },
  },
  "lab in a network that was there before": {
    context: {
      ociExistingNetwork: {
        vcnId: "<vcn>",
        subnetIds: { public: "<public>", web: "<web>", data: "<data>" },
      },
    },
  },
  "lab with a certificate in PEM": { variables: pemOf("AAAA") },
  "single public server": { context: { ociSinglePublicServerBecause: because } },
  "lab with a cluster": {
    context: {
      webTier: "kubernetes",
      ociBastionAllowFrom: "203.0.113.0/24",
      ociImage: `ocir.us-ashburn-1.oci.oraclecloud.com/test/counter@sha256:${"0".repeat(64)}`,
    },
  },
} as const satisfies Record<string, OciInput>;

/** Name of a base. */
export type OciBase = keyof typeof ociBases;

/** What a deployment says. */
export interface OciTold {
  readonly props: OciStackProps;
  readonly variables: Variables;
}

/**
 * What the stack is told by a base and a change of it.
 *
 * @param base its name
 * @param input what differs
 * @param there what is in the tenancy before
 */
export function ociTold(base: OciBase, { context, variables, code }: OciInput, there: OciExisting): OciTold {
  const found = (value: object) =>
    JSON.parse(
      JSON.stringify(value).replace(/<(\w+)>/g, (_, name: keyof OciExisting) => there[name]),
    ) as Context;
  const from: OciInput = ociBases[base];
  const given = found({ profile: "lab", ...from.context, ...context });
  return {
    props: {
      profile: withCode(profileOf(given), code ?? {}),
      leaveProduction: leavingProduction(given) ?? [],
      options: ociOptions(new App({ context: given }).node),
    },
    variables: { ...from.variables, ...variables },
  };
}

function withCode(profile: Profile, code: NonNullable<OciInput["code"]>): Profile {
  return {
    ...profile,
    network: { ...profile.network, ...code.network },
    database: { ...profile.database, ...code.database },
    web: { ...profile.web, ...code.web },
  };
}

/** A change on OCI. */
export type OciChange = OptionChange<OciBase, OciInput>;

export const all = "lab with every option";
export const theirs = "lab in a network that was there before";
export const single = "single public server";
export const cluster = "lab with a cluster";

export const pool = [
  "oci_autoscaling_auto_scaling_configuration",
  "oci_core_instance_configuration",
  "oci_core_instance_pool",
  "terraform_data",
];
export const sameServersPool = pool.filter((type) => type !== "oci_core_instance_configuration");
export const rightsGone = [
  "oci_identity_dynamic_group",
  "oci_identity_policy",
  "oci_logging_unified_agent_configuration",
];

export const staysInOci = "the provider does not send that it went: take it away in the console, too";
export const waitsForServer =
  "the only server is made anew: nobody answers meanwhile, and its address changes";
