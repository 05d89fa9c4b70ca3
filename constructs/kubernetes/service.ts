import type { ServiceSpec } from "cdk8s-plus-34/lib/imports/k8s";
import { IntOrString } from "cdk8s-plus-34/lib/imports/k8s";
import { portName } from "./deployment";
import { podLabels, servicePort } from "./names";
import type { WorkloadProps } from "./workload-props";

/** The Service whose endpoints are the pods that are ready. */
export function serviceSpec({ app, exposure: { balancer } }: WorkloadProps): ServiceSpec {
  const selector = podLabels(app, "serve");
  const ports = (balancer?.ports ?? [servicePort]).map(({ name, port }) => ({
    name,
    port,
    protocol: "TCP",
    targetPort: IntOrString.fromString(portName),
  }));
  if (balancer === undefined) return { type: "ClusterIP", selector, ports };
  const { address, sourceRanges } = balancer;
  return {
    type: "LoadBalancer",
    selector,
    ports,
    ...(address !== undefined && { loadBalancerIp: address }),
    ...(sourceRanges !== undefined && { loadBalancerSourceRanges: [...sourceRanges] }),
  };
}
