import { describe, expect, test } from "@jest/globals";
import { App, Testing } from "cdktf";
import { ociKeys } from "../../../stacks/oci/keys";
import { ociOptions } from "../../../stacks/oci/options";
import { OciStack } from "../../../stacks/oci-stack";
import { type Profile, profiles } from "../../../stacks/context/profiles";
import { existingNetwork } from "../../constructs/oci/tiers";
import { differences } from "../../support/differences";
import { synth } from "../../support/synth";

const values: Readonly<Record<string, unknown>> = {
  ociAlarmTopicId: "ocid1.onstopic.oc1.iad.aaaa",
  ociBastionAllowFrom: ["203.0.113.0/24"],
  ociContacts: ["a@example.com"],
  ociCustomerKey: { vaultId: "ocid1.vault.oc1..v", keyId: "ocid1.key.oc1..k" },
  ociExistingNetwork: existingNetwork,
  ociImage: `ocir.us-ashburn-1.oci.oraclecloud.com/test/counter@sha256:${"0".repeat(64)}`,
  ociInputs: { database_ecpus: 4 },
  ociKubernetesApiFrom: ["192.168.0.0/24"],
  ociLongTermBackups: { every: "YEAR", from: "2027-01-03T02:00:00Z", keptDays: 365 },
  ociMonthlyBudget: 900,
  ociMoreCidrBlocks: ["10.9.0.0/24"],
  ociOracleLinux: "8",
  ociSchedules: [{ name: "workday", cron: "0 0 7 ? * MON-FRI", servers: 4 }],
  ociSecureBoot: true,
  ociSinglePublicServerBecause: "a demonstration among colleagues",
  ociStateBucket: { namespace: "mine", bucket: "states", region: "us-ashburn-1" },
  ociUncheckedHostNameBecause: "its certificate is one of a proxy of ours",
};

function synthesized(profile: Profile, context: Record<string, unknown> = {}) {
  const options = ociOptions(new App({ context }).node);
  return synth(new OciStack(Testing.app(), "oci-stack", { profile, options }));
}

/** Differences from a lab with `production`, and with each option alone; the rest stays as it is. */
const expected: Readonly<Record<string, readonly string[]>> = {
  production: [
    "+ oci_logging_log: 3",
    "oci_autoscaling_auto_scaling_configuration.policies",
    "oci_database_autonomous_database.is_local_data_guard_enabled: false → true",
    "oci_database_autonomous_database.lifecycle.prevent_destroy: false → true",
    "oci_kms_key.lifecycle.prevent_destroy: not set → true",
    "oci_kms_vault.lifecycle.prevent_destroy: not set → true",
    "oci_load_balancer_listener.lifecycle.precondition",
    "oci_load_balancer_load_balancer.is_delete_protection_enabled: false → true",
    "oci_logging_log.retention_duration: 30 → 90 (3 times)",
    "oci_logging_log_group.lifecycle.prevent_destroy: not set → true",
    "terraform_data.count: 0 → 1",
    "terraform_data.input.policies",
    'var.alarm_email.default: "" → not set',
    "var.alarm_email.description",
    "var.alarm_email.validation",
  ],
  ociAlarmTopicId: [
    "- oci_ons_notification_topic: 1",
    "oci_events_rule.actions.action",
    "oci_events_rule.count",
    "oci_monitoring_alarm.destinations (8 times)",
    "oci_ons_subscription.topic_id",
    "output.value",
    "var.alarm_email.description",
    "var.alarm_email.validation",
  ],
  ociBastionAllowFrom: [
    "+ oci_bastion_bastion: 1",
    "+ oci_core_network_security_group_security_rule: 1",
    "+ oci_core_security_list: 1",
    "+ output: 1",
    "oci_core_instance_configuration.instance_details.launch_details.agent_config.plugins_config",
    "oci_core_subnet.security_list_ids",
  ],
  ociContacts: [
    'oci_database_autonomous_database.customer_contacts: not set → "{\\"email\\":\\"a@example.com\\"}"',
  ],
  ociCustomerKey: [
    'oci_core_instance_configuration.instance_details.launch_details.source_details.kms_key_id: not set → "ocid1.key.oc1..k"',
    'oci_database_autonomous_database.encryption_key.autonomous_database_provider: not set → "OCI"',
    'oci_database_autonomous_database.encryption_key.kms_key_id: not set → "ocid1.key.oc1..k"',
    'oci_database_autonomous_database.encryption_key.vault_id: not set → "ocid1.vault.oc1..v"',
    "oci_database_autonomous_database.lifecycle.postcondition",
    'oci_objectstorage_bucket.kms_key_id: not set → "ocid1.key.oc1..k"',
    'terraform_data.input.key: not set → "ocid1.key.oc1..k"',
  ],
  ociExistingNetwork: [
    "+ data.oci_core_subnet: 3",
    "+ data.oci_core_vcn: 1",
    "- data.oci_core_vcn: 1",
    "- oci_core_default_security_list: 1",
    "- oci_core_internet_gateway: 1",
    "- oci_core_nat_gateway: 1",
    "- oci_core_route_table: 3",
    "- oci_core_service_gateway: 1",
    "- oci_core_subnet: 3",
    "- oci_core_vcn: 1",
    "local.network_addresses-ocid_B204D113",
    "oci_core_instance_pool.dynamic.placement_configurations.content.primary_vnic_subnets.subnet_id",
    "oci_core_network_security_group.vcn_id (3 times)",
    "oci_database_autonomous_database.subnet_id",
    "oci_load_balancer_load_balancer.subnet_ids",
    "output.value",
    "terraform_data.input.subnets",
    'terraform_data.input.vcn: "" → "ocid1.vcn.oc1..vcn"',
    "terraform_data.lifecycle.postcondition",
  ],
  ociImage: [
    "- data.oci_objectstorage_namespace: 1",
    "- oci_objectstorage_bucket: 1",
    "- oci_objectstorage_object: 1",
    "- oci_objectstorage_preauthrequest: 1",
    "- terraform_data: 1",
    "local.web_artifact_host_463E8DE4",
    "output.value",
  ],
  ociInputs: ["var.database_ecpus.default: 2 → 4"],
  ociKubernetesApiFrom: [
    "+ oci_core_network_security_group_security_rule: 1",
    "oci_containerengine_cluster.depends_on",
    "oci_containerengine_node_pool.depends_on (2 times)",
  ],
  ociLongTermBackups: ["oci_database_autonomous_database.long_term_backup_schedule"],
  ociMonthlyBudget: [
    "+ oci_budget_alert_rule: 2",
    "+ oci_budget_budget: 1",
    "data.oci_identity_region_subscriptions.count",
    "provider.oci",
  ],
  ociMoreCidrBlocks: [
    "oci_core_default_security_list.lifecycle.precondition",
    'oci_core_vcn.cidr_blocks: "\\"10.0.0.0/16\\"" → "\\"10.0.0.0/16\\",\\"10.9.0.0/24\\""',
  ],
  ociOracleLinux: [
    "data.oci_core_images.filter",
    "data.oci_core_images.lifecycle.postcondition",
    'data.oci_core_images.operating_system_version: "9" → "8"',
    "local.web_servers_boot-script_48DF3C68",
    "var.image_ocid.description",
  ],
  ociSchedules: ["oci_autoscaling_auto_scaling_configuration.policies", "terraform_data.input.policies"],
  ociSecureBoot: [
    "oci_core_instance_configuration.instance_details.launch_details.platform_config.is_secure_boot_enabled: not set → true",
    "oci_core_instance_configuration.instance_details.launch_details.platform_config.type",
    "oci_core_instance_configuration.lifecycle.precondition",
  ],
  ociSinglePublicServerBecause: [
    "+ data.oci_core_images: 1",
    "+ data.oci_core_volume_backup_policies: 1",
    "+ oci_core_instance: 1",
    "+ oci_core_network_security_group: 1",
    "+ oci_core_network_security_group_security_rule: 4",
    "+ oci_core_volume_backup_policy_assignment: 1",
    "+ oci_monitoring_alarm: 1",
    "+ terraform_data: 1",
    "- data.oci_core_images: 1",
    "- data.oci_core_instance_pool_instances: 5",
    "- data.oci_load_balancer_backend_set_health: 1",
    "- oci_autoscaling_auto_scaling_configuration: 1",
    "- oci_core_instance_configuration: 1",
    "- oci_core_instance_pool: 1",
    "- oci_core_network_security_group: 2",
    "- oci_core_network_security_group_security_rule: 7",
    "- oci_load_balancer_backend_set: 1",
    "- oci_load_balancer_certificate: 1",
    "- oci_load_balancer_listener: 2",
    "- oci_load_balancer_load_balancer: 1",
    "- oci_load_balancer_rule_set: 2",
    "- oci_logging_log: 2",
    "- oci_monitoring_alarm: 3",
    "- terraform_data: 9",
    "local.web_server_boot-script_211D3C27",
    "local.web_servers_boot-script_48DF3C68",
    "local.web_servers_settled_ill_20A2C0DA",
    "local.web_servers_settled_ours_1C6A7A2D",
    "output.value (4 times)",
    'terraform_data.input.exposure: "not set" → "set"',
    "terraform_data.lifecycle.postcondition",
    "var.availability_domain.description",
    "var.bandwidth_mbps.default: 10 → not set",
    "var.bandwidth_mbps.description",
    "var.bandwidth_mbps.nullable: false → not set",
    'var.bandwidth_mbps.type: "number" → not set',
    "var.bandwidth_mbps.validation",
    'var.certificate_ocid.default: "" → not set',
    "var.certificate_ocid.description",
    "var.certificate_ocid.nullable: false → not set",
    'var.certificate_ocid.type: "string" → not set',
    "var.certificate_ocid.validation",
    'var.certificate_pem.default: "" → not set',
    "var.certificate_pem.description",
    "var.certificate_pem.nullable: false → not set",
    'var.certificate_pem.type: "string" → not set',
    "var.certificate_pem.validation",
    'var.chain_pem.default: "" → not set',
    "var.chain_pem.description",
    "var.chain_pem.nullable: false → not set",
    'var.chain_pem.type: "string" → not set',
    "var.chain_pem.validation",
    'var.domain_name.default: "" → not set',
    "var.domain_name.description",
    "var.domain_name.nullable: false → not set",
    'var.domain_name.type: "string" → not set',
    "var.domain_name.validation",
    'var.private_key_pem.default: "" → not set',
    "var.private_key_pem.description",
    "var.private_key_pem.nullable: false → not set",
    "var.private_key_pem.sensitive: true → not set",
    'var.private_key_pem.type: "string" → not set',
    "var.private_key_pem.validation",
  ],
  ociStateBucket: [
    'terraform.oci.bucket: not set → "states"',
    'terraform.oci.key: not set → "oci-stack/terraform.tfstate"',
    'terraform.oci.namespace: not set → "mine"',
    'terraform.oci.region: not set → "us-ashburn-1"',
  ],
  ociUncheckedHostNameBecause: ["local.web_servers_boot-script_48DF3C68"],
};

describe("the OCI stack differs from a lab", () => {
  const lab = synthesized(profiles.lab);

  test("in exactly this in production", () => {
    expect(differences(lab, synthesized(profiles.production))).toEqual(expected.production);
  });

  const ofClusters = ["ociImage", "ociKubernetesApiFrom"];

  test.each(Object.keys(ociKeys).filter((key) => !ofClusters.includes(key)))(
    "in exactly this with `%s`",
    (key) => {
      expect(differences(lab, synthesized(profiles.lab, { [key]: values[key] }))).toEqual(expected[key]);
    },
  );

  test.each(ofClusters)("with a cluster in exactly this with `%s`", (key) => {
    const cluster = { webTier: "kubernetes", ociBastionAllowFrom: values.ociBastionAllowFrom };
    const without = synthesized(profiles.lab, cluster);
    const changed = synthesized(profiles.lab, { ...cluster, [key]: values[key] });
    expect(differences(without, changed)).toEqual(expected[key]);
  });
});
