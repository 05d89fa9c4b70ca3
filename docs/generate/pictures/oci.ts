import { quantitiesOf } from "../../../delivery/plan/prices";
import type { Json, SynthesizedStack } from "../../../proofs/synthesized";
import type { Label, Labels } from "./labels";

/** Labels of the picture of the OCI stack, from its JSON; where a deployment decides, by the default of its form. */
export function ociLabels(json: SynthesizedStack): Labels {
  const { resource } = json;
  const only = (type: string): Json => Object.values(resource[type] ?? {})[0];
  const readers: Readonly<Record<string, (resource: Json) => Label>> = {
    oci_load_balancer_load_balancer: ({ display_name }) => ({
      title: "Flexible load balancer",
      lines: [display_name, `${quantitiesOf(json).bandwidthMbps} Mbps`],
    }),
    oci_core_instance_configuration: () => ({
      title: "Instance pool",
      lines: [only("oci_core_instance_pool").display_name, poolSize(json)],
    }),
    oci_database_autonomous_database: (database) => databaseOf(json, database),
  };
  const nodes = Object.entries(readers).flatMap(([type, read]) =>
    Object.entries(resource[type] ?? {}).map(
      ([name, element]) => [`${type}.${name}`, read(element)] as const,
    ),
  );
  const tiers = Object.values(resource.oci_core_subnet!).map(
    ({ cidr_block, display_name }: Json): [string, string] => [
      cidr_block,
      (display_name as string).split("-").at(-1)!,
    ],
  );
  const network = `VCN ${only("oci_core_vcn").cidr_blocks.join(", ")}`;
  return { network, nodes: Object.fromEntries(nodes), tiers: Object.fromEntries(tiers) };
}

function poolSize({ resource, variable = {} }: SynthesizedStack): string {
  const [scaling] = Object.values(resource.oci_autoscaling_auto_scaling_configuration!) as Json[];
  const { min, max } = scaling.policies[0].capacity;
  const { instanceShape } = variable.shape!.default as { instanceShape: string };
  return `${min} to ${max} × ${instanceShape}`;
}

function databaseOf({ variable = {} }: SynthesizedStack, database: Json): Label {
  const lines = [
    `${String(variable.database_version!.default)}, ${String(variable.database_ecpus!.default)} ECPUs`,
    ...(database.is_local_data_guard_enabled ? ["with a standby"] : []),
  ];
  return { title: "Autonomous Database", lines };
}
