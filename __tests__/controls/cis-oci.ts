import type { Judgement } from "./stack";

const opensNot =
  (port: number): Judgement =>
  (stack) =>
    stack
      .all("oci_core_network_security_group_security_rule")
      .filter(({ direction, source }) => direction === "INGRESS" && source === "0.0.0.0/0")
      .every(
        ({
          tcp_options: {
            destination_port_range: { min, max },
          },
        }) => port < min || port > max,
      );
// Lists come with a network of the stack's own, and are emptied or let a bastion out.
const listsLetNothingIn: Judgement = (stack) =>
  stack.every("oci_core_default_security_list", ({ ingress_security_rules: rules }) => rules === undefined) &&
  stack.all("oci_core_security_list").every(({ ingress_security_rules: rules }) => rules === undefined);

/** Recommendations of the CIS benchmark for OCI that the synthesized stack decides, by number. */
export const cisOci: Record<string, Judgement> = {
  "1.14": (stack) =>
    stack.has("oci_identity_dynamic_group") &&
    stack.every("oci_identity_policy", ({ statements }) =>
      statements.every((statement: string) => statement.startsWith("allow dynamic-group ")),
    ),
  "2.1": listsLetNothingIn,
  "2.2": listsLetNothingIn,
  "2.3": opensNot(22),
  "2.4": opensNot(3389),
  "2.5": listsLetNothingIn,
  "2.8": (stack) => stack.only("oci_database_autonomous_database").subnet_id !== undefined,
  "3.1": ({ launch }) => launch.instance_options.are_legacy_imds_endpoints_disabled === true,
  "3.2": ({ launch }) => launch.platform_config?.is_secure_boot_enabled === true,
  "3.3": ({ launch }) => launch.is_pv_encryption_in_transit_enabled === true,
  "4.13": (stack) =>
    stack.all("oci_core_subnet").length ===
    stack.all("oci_logging_log").filter(({ configuration }) => configuration?.source.service === "flowlogs")
      .length,
  "4.16": (stack) => stack.every("oci_kms_key", ({ is_auto_rotation_enabled: yes }) => yes === true),
  "4.17": (stack) =>
    stack
      .all("oci_logging_log")
      .some(({ configuration }) => configuration?.source.service === "objectstorage"),
  "5.1.1": (stack) =>
    stack.every("oci_objectstorage_bucket", ({ access_type: access }) => access === "NoPublicAccess"),
  "5.1.2": (stack) => stack.every("oci_objectstorage_bucket", ({ kms_key_id: key }) => key !== undefined),
  "5.1.3": (stack) => stack.every("oci_objectstorage_bucket", ({ versioning }) => versioning === "Enabled"),
  "5.2.2": ({ launch }) => launch.source_details.kms_key_id !== undefined,
};
