import { App } from "cdktf";
import { Scaling } from "../../../constructs/oci";
import type { Context } from "../../../stacks/context/context";
import { ociOptions } from "../../../stacks/oci/options";
import type { OciStackProps } from "../../../stacks/oci/stack-props";
import { profileOf } from "../../../stacks/context/options";
import type { Profile } from "../../../stacks/context/profiles";
import type { Variables } from "../../support/oci-deployment";
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

const certificate = {
  certificate_ocid: "ocid1.certificate.oc1.iad.one",
  domain_name: "www.example.com",
};
const ownKey = { vaultId: "ocid1.vault.oc1.iad.one", keyId: "ocid1.key.oc1.iad.one" };
const because = "one server will do for this talk";
const workday = { name: "workday", cron: "0 0 7 ? * MON-FRI", servers: 3 };
const monthly = { every: "MONTH", from: "2027-01-03T02:00:00Z", keptDays: 90 };
const flexible = { instanceShape: "VM.Standard.E5.Flex", ocpus: 1, memory: 8 };

function pemOf(bytes: string) {
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
interface OciChange extends OptionChange<OciBase, OciInput> {
  /**
   * What each sentence has in it that ends the plan.
   *
   * @default "must stay"
   */
  readonly refusal?: string;
}

const all = "lab with every option";
const theirs = "lab in a network that was there before";
const single = "single public server";

const pool = [
  "oci_autoscaling_auto_scaling_configuration",
  "oci_core_instance_configuration",
  "oci_core_instance_pool",
  "terraform_data",
];
const sameServersPool = pool.filter((type) => type !== "oci_core_instance_configuration");
const rightsGone = [
  "oci_identity_dynamic_group",
  "oci_identity_policy",
  "oci_logging_unified_agent_configuration",
];

const staysInOci = "the provider does not send that it went: take it away in the console, too";
const waitsForServer = "the only server is made anew: nobody answers meanwhile, and its address changes";

/** What each option of OCI does to a stack that runs. */
export const ociChanges: readonly OciChange[] = [
  // What both clouds know.
  {
    option: "profile",
    base: "lab",
    change: "`lab` → `production`",
    to: ociBases.production,
    effect: "servers roll",
    gone: sameServersPool,
    note: "the greatest number of servers is another; standby, protection and longer logs come in place",
  },
  {
    option: "profile",
    base: "production",
    change: "`production` → `lab`",
    to: { context: { profile: "lab" } },
    effect: "servers roll",
    gone: [
      "oci_autoscaling_auto_scaling_configuration",
      "oci_core_instance_pool",
      "oci_logging_log",
      "terraform_data",
    ],
  },
  {
    option: "clouds",
    base: "lab",
    change: '`["oci"]`',
    to: { context: { clouds: ["oci"] } },
    effect: "nothing",
  },
  {
    option: "noAlarmEmailBecause",
    base: "production",
    change: "comes in place of `alarm_email`",
    to: {
      context: { noAlarmEmailBecause: "an operator's console shows the alarms all day" },
      variables: { alarm_email: "" },
    },
    effect: "in place",
    gone: ["oci_ons_subscription"],
  },
  // Keys of the context.
  {
    option: "ociBastionAllowFrom",
    base: "lab",
    change: "comes",
    to: { context: { ociBastionAllowFrom: "192.0.2.0/24" } },
    effect: "servers roll",
    gone: pool,
    note: "servers start Oracle's agent for it",
  },
  {
    option: "ociBastionAllowFrom",
    base: all,
    change: "other networks",
    to: { context: { ociBastionAllowFrom: "198.51.100.0/24" } },
    effect: "in place",
  },
  {
    option: "ociBastionAllowFrom",
    base: all,
    change: "goes",
    to: { context: { ociBastionAllowFrom: "" } },
    effect: "servers roll",
    gone: [
      "oci_autoscaling_auto_scaling_configuration",
      "oci_bastion_bastion",
      "oci_core_instance_configuration",
      "oci_core_instance_pool",
      "oci_core_network_security_group_security_rule",
      "oci_core_security_list",
      "terraform_data",
    ],
  },
  {
    option: "ociContacts",
    base: "lab",
    change: "come",
    to: { context: { ociContacts: "dba@example.com" } },
    effect: "in place",
  },
  {
    option: "ociContacts",
    base: all,
    change: "others",
    to: { context: { ociContacts: "a@example.com,b@example.com" } },
    effect: "in place",
  },
  {
    option: "ociContacts",
    base: all,
    change: "go",
    to: { context: { ociContacts: "" } },
    effect: "nothing",
    note: staysInOci,
  },
  {
    option: "ociCustomerKey",
    base: "lab",
    change: "comes",
    to: { context: { ociCustomerKey: ownKey } },
    effect: "servers roll",
    gone: pool,
  },
  {
    option: "ociCustomerKey",
    base: all,
    change: "another",
    to: { context: { ociCustomerKey: { ...ownKey, keyId: "ocid1.key.oc1.iad.two" } } },
    effect: "servers roll",
    gone: pool,
  },
  {
    option: "ociCustomerKey",
    base: all,
    change: "goes",
    to: { context: { ociCustomerKey: "" } },
    effect: "refused",
  },
  {
    option: "ociExistingNetwork",
    base: "lab",
    change: "comes",
    to: ociBases[theirs],
    effect: "refused",
  },
  {
    option: "ociExistingNetwork",
    base: theirs,
    change: "goes",
    to: { context: { ociExistingNetwork: "" } },
    effect: "refused",
  },
  {
    option: "ociExistingNetwork",
    base: theirs,
    change: "another subnet",
    to: {
      context: {
        ociExistingNetwork: {
          vcnId: "<vcn>",
          subnetIds: { public: "<public>", web: "<web2>", data: "<data>" },
        },
      },
    },
    effect: "refused",
  },
  {
    option: "ociLongTermBackups",
    base: "lab",
    change: "come",
    to: { context: { ociLongTermBackups: monthly } },
    effect: "in place",
  },
  {
    option: "ociLongTermBackups",
    base: all,
    change: "kept longer",
    to: { context: { ociLongTermBackups: { ...monthly, keptDays: 365 } } },
    effect: "in place",
  },
  {
    option: "ociLongTermBackups",
    base: all,
    change: "go",
    to: { context: { ociLongTermBackups: "" } },
    effect: "nothing",
    note: staysInOci,
  },
  {
    option: "ociMoreCidrBlocks",
    base: "lab",
    change: "one comes",
    to: { context: { ociMoreCidrBlocks: "10.1.0.0/16" } },
    effect: "in place",
  },
  {
    option: "ociMoreCidrBlocks",
    base: "lab",
    change: "two come at once",
    to: { context: { ociMoreCidrBlocks: "10.1.0.0/16,10.2.0.0/16" } },
    effect: "refused",
    refusal: "one block of addresses more or less at a time",
  },
  {
    option: "ociMoreCidrBlocks",
    base: all,
    change: "goes",
    to: { context: { ociMoreCidrBlocks: "" } },
    effect: "in place",
  },
  {
    option: "ociOracleLinux",
    base: "lab",
    change: "`9` → `8`",
    to: { context: { ociOracleLinux: "8" } },
    effect: "servers roll",
    gone: pool,
  },
  {
    option: "ociSchedules",
    base: "lab",
    change: "come in place of CPU",
    to: { context: { ociSchedules: [workday] } },
    effect: "servers roll",
    gone: sameServersPool,
    note: "a pool takes one autoscaling configuration",
  },
  {
    option: "ociSchedules",
    base: all,
    change: "another number of servers",
    to: { context: { ociSchedules: [{ ...workday, servers: 4 }] } },
    effect: "servers roll",
    gone: sameServersPool,
  },
  {
    option: "ociSecureBoot",
    base: "lab",
    change: "comes",
    to: { context: { ociSecureBoot: true } },
    effect: "servers roll",
    gone: pool,
  },
  {
    option: "ociSinglePublicServerBecause",
    base: "lab",
    change: "comes",
    to: { context: { ociSinglePublicServerBecause: because } },
    effect: "refused",
  },
  {
    option: "ociSinglePublicServerBecause",
    base: single,
    change: "goes",
    to: { context: { ociSinglePublicServerBecause: "" } },
    effect: "refused",
  },
  {
    option: "ociSinglePublicServerBecause",
    base: single,
    change: "another reason",
    to: { context: { ociSinglePublicServerBecause: "a second talk about the very same server" } },
    effect: "nothing",
  },
  // Variables, in the order of the form.
  {
    option: "compartment_ocid",
    base: "lab",
    change: "another",
    to: { variables: { compartment_ocid: "ocid1.compartment.oc1..two" } },
    effect: "refused",
  },
  {
    option: "region",
    base: "lab",
    change: "another",
    to: { variables: { region: "us-phoenix-1" } },
    effect: "refused",
  },
  {
    option: "tenancy_ocid",
    base: "lab",
    change: "another",
    to: { variables: { tenancy_ocid: "ocid1.tenancy.oc1..two" } },
    effect: "refused",
  },
  {
    option: "shape",
    base: "lab",
    change: "fixed → flexible",
    to: { variables: { shape: flexible } },
    effect: "servers roll",
    gone: pool,
  },
  {
    option: "shape",
    base: single,
    change: "fixed → flexible",
    to: { variables: { shape: flexible } },
    effect: "in place",
    note: "OCI restarts the server",
  },
  {
    option: "shape",
    base: single,
    change: "x86 → Arm",
    to: { variables: { shape: { ...flexible, instanceShape: "VM.Standard.A1.Flex" } } },
    effect: "servers roll",
    gone: ["oci_core_instance", "oci_core_volume_backup_policy_assignment"],
    note: waitsForServer,
  },
  {
    option: "show_advanced",
    base: "lab",
    change: "`true`",
    to: { variables: { show_advanced: true } },
    effect: "nothing",
  },
  {
    option: "availability_domain",
    base: "lab",
    change: "all → one",
    to: { variables: { availability_domain: "test:US-ASHBURN-AD-1" } },
    effect: "in place",
    note: "the pool stays, and new servers stand there",
  },
  {
    option: "availability_domain",
    base: single,
    change: "another",
    to: { variables: { availability_domain: "test:US-ASHBURN-AD-2" } },
    effect: "servers roll",
    gone: ["oci_core_instance", "oci_core_volume_backup_policy_assignment"],
    note: waitsForServer,
  },
  {
    option: "image_ocid",
    base: "lab",
    change: "comes",
    to: { variables: { image_ocid: "ocid1.image.oc1.iad.mine" } },
    effect: "servers roll",
    gone: pool,
  },
  {
    option: "image_ocid",
    base: all,
    change: "another",
    to: { variables: { image_ocid: "ocid1.image.oc1.iad.next" } },
    effect: "servers roll",
    gone: pool,
  },
  {
    option: "certificate_ocid",
    base: "lab",
    change: "comes with `domain_name`",
    to: { variables: certificate },
    effect: "in place",
  },
  {
    option: "certificate_ocid",
    base: "production",
    change: "another",
    to: { variables: { certificate_ocid: "ocid1.certificate.oc1.iad.two" } },
    effect: "in place",
  },
  {
    option: "certificate_ocid",
    base: "production",
    change: "goes",
    to: { variables: { certificate_ocid: "" } },
    effect: "refused",
    refusal: "This stack encrypts visits",
    note: "this profile encrypts",
  },
  {
    option: "certificate_ocid",
    base: "lab with a certificate in PEM",
    change: "comes beside `certificate_pem`",
    to: { variables: { certificate_ocid: "ocid1.certificate.oc1.iad.one" } },
    effect: "refused",
    refusal: "certificate_pem must be empty with certificate_ocid",
    note: "take the PEM away in the same deployment",
  },
  {
    option: "certificate_pem",
    base: "lab",
    change: "comes with `private_key_pem` and `chain_pem`",
    to: { variables: pemOf("AAAA") },
    effect: "in place",
    gone: ["terraform_data"],
  },
  {
    option: "certificate_pem",
    base: "lab with a certificate in PEM",
    change: "another, with its key and chain",
    to: { variables: pemOf("BBBB") },
    effect: "in place",
    gone: ["oci_load_balancer_certificate", "terraform_data"],
    note: "the listener has the next certificate before the last one goes",
  },
  {
    option: "private_key_pem",
    base: "lab with a certificate in PEM",
    change: "goes with the certificate",
    to: { variables: { certificate_pem: "", private_key_pem: "", chain_pem: "" } },
    effect: "in place",
    gone: [
      "oci_core_network_security_group_security_rule",
      "oci_load_balancer_certificate",
      "oci_load_balancer_listener",
      "oci_load_balancer_rule_set",
      "terraform_data",
    ],
  },
  {
    option: "chain_pem",
    base: "lab with a certificate in PEM",
    change: "another",
    to: { variables: { chain_pem: pemOf("DDDD").chain_pem } },
    effect: "in place",
    gone: ["oci_load_balancer_certificate", "terraform_data"],
  },
  {
    option: "domain_name",
    base: "production",
    change: "another",
    to: { variables: { domain_name: "app.example.com" } },
    effect: "nothing",
    note: "the output `url` alone has it",
  },
  {
    option: "alarm_email",
    base: "lab",
    change: "comes",
    to: { variables: { alarm_email: "ops@example.com" } },
    effect: "in place",
  },
  {
    option: "alarm_email",
    base: "production",
    change: "another",
    to: { variables: { alarm_email: "dev@example.com" } },
    effect: "in place",
    gone: ["oci_ons_subscription"],
  },
  {
    option: "create_identity",
    base: "lab",
    change: "`false`",
    to: { variables: { create_identity: false } },
    effect: "in place",
    gone: rightsGone,
    note: "servers have no rights until an administrator gives them back",
  },
  {
    option: "create_identity",
    base: all,
    change: "`true`",
    to: { variables: { create_identity: true } },
    effect: "in place",
    note: "take away what the administrator made before: names are taken",
  },
  {
    option: "database_version",
    base: "lab",
    change: "`26ai` → `19c`",
    to: { variables: { database_version: "19c" } },
    effect: "refused",
  },
  {
    option: "database_version",
    base: all,
    change: "`19c` → `26ai`",
    to: { variables: { database_version: "26ai" } },
    effect: "in place",
    note: "an upgrade: the database is away meanwhile, and there is no way back",
  },
  {
    option: "license_model",
    base: "lab",
    change: "another",
    to: { variables: { license_model: "BRING_YOUR_OWN_LICENSE" } },
    effect: "in place",
  },
  {
    option: "database_ecpus",
    base: "lab",
    change: "2 → 4",
    to: { variables: { database_ecpus: 4 } },
    effect: "in place",
  },
  {
    option: "database_storage_gb",
    base: "lab",
    change: "20 → 40",
    to: { variables: { database_storage_gb: 40 } },
    effect: "in place",
  },
  {
    option: "database_storage_gb",
    base: all,
    change: "40 → 20",
    to: { variables: { database_storage_gb: 20 } },
    effect: "in place",
    note: "whether the data fits is for OCI to judge",
  },
  {
    option: "vault_compartment_ocid",
    base: "lab",
    change: "another",
    to: { variables: { vault_compartment_ocid: "ocid1.compartment.oc1..two" } },
    effect: "nothing",
    note: "the form alone looks there",
  },
  {
    option: "vault_ocid",
    base: "lab",
    change: "comes with `key_ocid`",
    to: { variables: { vault_ocid: ownKey.vaultId, key_ocid: ownKey.keyId } },
    effect: "refused",
  },
  {
    option: "vault_ocid",
    base: all,
    change: "goes with `key_ocid`",
    to: { variables: { vault_ocid: "", key_ocid: "" } },
    effect: "refused",
  },
  {
    option: "key_ocid",
    base: all,
    change: "another",
    to: { variables: { key_ocid: "ocid1.key.oc1.iad.two" } },
    effect: "refused",
  },
  {
    option: "administrator_password",
    base: "lab",
    change: "comes",
    to: { variables: { administrator_password: "Correct1Horse" } },
    effect: "in place",
  },
  {
    option: "administrator_password",
    base: all,
    change: "goes",
    to: { variables: { administrator_password: "" } },
    effect: "in place",
  },
  // What a profile written in code has besides.
  {
    option: "cidrBlock",
    base: "lab",
    change: "others",
    to: { code: { network: { cidrBlock: "10.9.0.0/16" } } },
    effect: "refused",
  },
  {
    option: "redundant",
    base: "lab",
    change: "`true`",
    to: { code: { network: { redundant: true } } },
    effect: "nothing",
  },
  {
    option: "flowLogs",
    base: "lab",
    change: "come",
    to: { code: { network: { flowLogs: true } } },
    effect: "in place",
  },
  {
    option: "logRetentionDays",
    base: "production",
    change: "90 → 30 in each tier",
    to: {
      code: {
        network: { logRetentionDays: 30 },
        database: { logRetentionDays: 30 },
        web: { logRetentionDays: 30 },
      },
    },
    effect: "in place",
  },
  {
    option: "standby",
    base: "lab",
    change: "comes",
    to: { code: { database: { standby: true } } },
    effect: "in place",
  },
  {
    option: "deletionProtected",
    base: "lab",
    change: "`true` for all tiers",
    to: {
      code: {
        network: { deletionProtected: true },
        database: { deletionProtected: true },
        web: { deletionProtected: true },
      },
    },
    effect: "in place",
  },
  {
    option: "backupRetentionDays",
    base: "lab",
    change: "60 → 30",
    to: { code: { database: { backupRetentionDays: 30 } } },
    effect: "in place",
  },
  {
    option: "databaseName",
    base: "lab",
    change: "comes",
    to: { code: { database: { databaseName: "visits" } } },
    effect: "refused",
  },
  {
    option: "workload",
    base: "lab",
    change: "`OLTP` → `AJD`",
    to: { code: { database: { workload: "AJD" } } },
    effect: "refused",
  },
  {
    option: "maintenance",
    base: "lab",
    change: "`REGULAR` → `EARLY`",
    to: { code: { database: { maintenance: "EARLY" } } },
    effect: "in place",
  },
  {
    option: "capacity.autoScaling",
    base: "lab",
    change: "`false`",
    to: { code: { database: { capacity: { autoScaling: false } } } },
    effect: "in place",
  },
  {
    option: "capacity.storageAutoScaling",
    base: "lab",
    change: "`true`",
    to: { code: { database: { capacity: { storageAutoScaling: true } } } },
    effect: "in place",
  },
  {
    option: "servers",
    base: "lab",
    change: "other bounds",
    to: { code: { web: { servers: { min: 3, max: 6 } } } },
    effect: "servers roll",
    gone: sameServersPool,
  },
  {
    option: "scaling",
    base: "lab",
    change: "other thresholds",
    to: { code: { web: { scaling: Scaling.byCpu({ outAbove: 80 }) } } },
    effect: "servers roll",
    gone: sameServersPool,
  },
  {
    option: "scaling",
    base: "lab",
    change: "another cool-down",
    to: { code: { web: { scaling: Scaling.byCpu({ coolDownSeconds: 600 }) } } },
    effect: "in place",
  },
  {
    option: "bootVolumeBackups",
    base: single,
    change: "`bronze` → `gold`",
    to: { code: { web: { bootVolumeBackups: "gold" } } },
    effect: "in place",
    gone: ["oci_core_volume_backup_policy_assignment"],
  },
];
