import { connectionsForUsers } from "../../constructs/aws/database";
import { awsMonthUsd } from "../../docs/generate/aws-costs";
import { manifestsOf } from "../../proofs/aws/clusters";
import type { Json, SynthesizedStack } from "../../proofs/synthesized";
import { counterApp } from "../../stacks/counter-app";
import { type Assumptions, defaultAssumptions, type Fleet } from "./fleet";
import { machineOf } from "./machine";
import { syncSeconds } from "./pod-autoscaler";
import { newNodeSeconds, podStartSeconds } from "./pod-start";
import { fleetOfPods, podsOf, roomOn } from "./pods";

// metrics-server's, of which one of the nodes has a pod: https://github.com/kubernetes-sigs/metrics-server/blob/master/charts/metrics-server/values.yaml.
// All else of the system runs on nodes of Auto Mode beside Kubernetes; Fluent Bit's DaemonSet is the stack's own.
const systemPodsMillis = 100;

/** The pods of the AWS stack with a cluster, from its JSON, on nodes that EKS Auto Mode starts. */
export function awsPods(json: SynthesizedStack, assumed: Assumptions = defaultAssumptions): Fleet {
  const only = (type: string): Json => Object.values(json.resource[type]!)[0]!;
  const pods = podsOf(json);
  const pool: Json = manifestsOf(json).find(({ kind }) => kind === "NodePool")!.spec;
  const [nodeType] = pool.template.spec.requirements.find(
    ({ key }: Json) => key === "node.kubernetes.io/instance-type",
  ).values;
  const machine = machineOf(nodeType, 1);
  const [, emptyMinutes] = /^(\d+)m$/.exec(pool.disruption.consolidateAfter)!;
  const { instance_class: name } = only("aws_db_instance");
  return {
    cloud: "AWS",
    ...fleetOfPods(pods),
    machine,
    nodes: {
      // Pods are spread over nodes as far as that can be had, and Karpenter starts as many for them:
      // https://karpenter.sh/docs/concepts/disruption/ has why it does not take them together later.
      initial: pods.min,
      most: pool.limits.cpu / machine.processors,
      room: roomOn(machine.processors, systemPodsMillis, pods),
      startSeconds: newNodeSeconds,
      emptySeconds: 60 * Number(emptyMinutes),
    },
    bootSeconds: assumed.bootSeconds ?? podStartSeconds("AWS", pods),
    healthSeconds: only("aws_lb_target_group").health_check.interval,
    decidesEverySeconds: syncSeconds,
    database: {
      name,
      connections: connectionsForUsers(name),
      perCopy: counterApp.databaseConnections!,
    },
    monthUsd: (nodes) => awsMonthUsd(withNodes(json, nodes)),
  };
}

/** The same stack with so many nodes that always run: costs are counted by the fewest pods, which have one each. */
function withNodes(json: SynthesizedStack, nodes: number): SynthesizedStack {
  const manifests = json.output.manifests!;
  const value = String(manifests.value).replace(/"minReplicas":\d+/, `"minReplicas":${nodes}`);
  return { ...json, output: { ...json.output, manifests: { ...manifests, value } } };
}
