import type { ServiceSpec } from "cdk8s-plus-34/lib/imports/k8s";
import { IntOrString } from "cdk8s-plus-34/lib/imports/k8s";
import { portName } from "./deployment";
import { podLabels, servicePort } from "./names";
import type { WorkloadProps } from "./workload-props";

/** The Service whose endpoints are the pods that are ready. */
export function serviceSpec({ app, exposure: { port: nodePort } }: WorkloadProps): ServiceSpec {
  const port = { ...servicePort, protocol: "TCP", targetPort: IntOrString.fromString(portName) };
  return {
    type: nodePort === undefined ? "ClusterIP" : "NodePort",
    selector: podLabels(app, "serve"),
    ports: [{ ...port, ...(nodePort !== undefined && { nodePort }) }],
  };
}
