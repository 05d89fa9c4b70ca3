import { sessionsPerEcpu } from "../../constructs/oci/monitoring";
import { quantitiesOf } from "../../delivery/plan/prices";
import { ociMonthUsd } from "../../docs/generate/oci-prices";
import type { Json, SynthesizedStack } from "../../proofs/synthesized";
import { counterApp } from "../../stacks/counter-app";
import { type Assumptions, defaultAssumptions, type Fleet } from "./fleet";
import { machineOf } from "./machine";
import { syncSeconds } from "./pod-autoscaler";
import { podStartSeconds } from "./pod-start";
import { fleetOfPods, podsOf, roomOn } from "./pods";

// CoreDNS, kube-proxy, the network plug-in, proxymux and the driver for volumes, of each of which a node may have one: an estimate.
const systemPodsMillis = 400;

/** The pods of the OCI stack with a cluster, from its JSON and the defaults of its variables, on nodes whose number stays. */
export function ociPods(json: SynthesizedStack, assumed: Assumptions = defaultAssumptions): Fleet {
  const all = (type: string): Json[] => Object.values(json.resource[type] ?? {});
  const variable = (name: string): Json => json.variable![name]!.default;
  const pods = podsOf(json);
  const nodes = all("oci_containerengine_node_pool").length;
  const machine = machineOf(variable("shape").instanceShape, 1);
  const ecpus = variable("database_ecpus");
  const quantities = quantitiesOf(json);
  return {
    cloud: "OCI",
    ...fleetOfPods(pods),
    machine,
    nodes: {
      initial: nodes,
      most: nodes,
      room: roomOn(machine.processors, systemPodsMillis, pods),
      startSeconds: Infinity,
      emptySeconds: Infinity,
    },
    bootSeconds: assumed.bootSeconds ?? podStartSeconds("OCI", pods),
    // The load balancer sends visits to nodes, which forward them to each pod that is ready.
    healthSeconds: 0,
    decidesEverySeconds: syncSeconds,
    ...(!assumed.freeBandwidth && { bandwidthMbps: quantities.bandwidthMbps }),
    database: {
      name: `${ecpus} ECPUs`,
      connections: ecpus * sessionsPerEcpu,
      perCopy: counterApp.databaseConnections!,
    },
    monthUsd: (machines) => ociMonthUsd({ ...quantities, servers: machines }),
  };
}
