import { all, ociBases, theirs, pool, type OciChange } from "./oci-bases";

/** What each key of the context about the network does to a running stack on OCI. */
export const ociNetworkContext: readonly OciChange[] = [
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
];
