import type { DeploymentSpec, Probe, TopologySpreadConstraint } from "cdk8s-plus-34/lib/imports/k8s";
import { IntOrString } from "cdk8s-plus-34/lib/imports/k8s";
import { closeSeconds, serveEnvironment } from "../server";
import { drainSeconds as ordinaryDrainSeconds } from "../shared";
import { podLabels } from "./names";
import { podSpec } from "./pod";
import type { WorkloadProps } from "./workload-props";

/** Name of the port that the app listens on, for probes and the Service. */
export const portName = "http";

/** Seconds that a new pod must have been ready before it counts, and one before it may go. */
const minReadySeconds = 10;

/** Seconds after which a roll-out that gets no further has failed. */
const progressDeadlineSeconds = 300;

/** The Deployment of pods that serve: each new one is ready before its predecessor goes. */
export function deploymentSpec(props: WorkloadProps): DeploymentSpec {
  const { app, environment = {}, drainSeconds = ordinaryDrainSeconds, podRequestMillis } = props;
  const { serveEnvironment: more = {} } = props;
  const labels = podLabels(app, "serve");
  return {
    // No number of replicas: the autoscaler's would be undone by each application of this.
    selector: { matchLabels: labels },
    strategy: {
      type: "RollingUpdate",
      rollingUpdate: { maxSurge: IntOrString.fromNumber(1), maxUnavailable: IntOrString.fromNumber(0) },
    },
    minReadySeconds,
    progressDeadlineSeconds,
    revisionHistoryLimit: 3,
    template: {
      metadata: { labels },
      spec: podSpec(
        {
          ...props,
          role: "serve",
          ...(podRequestMillis !== undefined && { requestMillis: podRequestMillis }),
          environment: { ...serveEnvironment({ ...props, drainSeconds }), ...environment, ...more },
          container: { ports: [{ name: portName, containerPort: app.port }], ...probes(props) },
        },
        {
          // The app drains by itself when it is told to end, so no hook waits before that.
          terminationGracePeriodSeconds: drainSeconds + closeSeconds,
          topologySpreadConstraints: ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((key) =>
            spreadOver(key, labels),
          ),
        },
      ),
    },
  };
}

/**
 * A database that is away changes none of these: restarts would not bring it back, and pods that are not ready would be taken
 * away from a balancer that could tell visitors to come again. The balancer itself asks the app's health path.
 */
function probes({ app }: WorkloadProps): Record<"startupProbe" | "livenessProbe" | "readinessProbe", Probe> {
  const asks = (path: string) => ({ path, port: IntOrString.fromString(portName) });
  return {
    startupProbe: { httpGet: asks(app.livePath), periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 30 },
    livenessProbe: { httpGet: asks(app.livePath), periodSeconds: 10, timeoutSeconds: 4, failureThreshold: 3 },
    readinessProbe: {
      httpGet: asks(app.readyPath),
      periodSeconds: 5,
      timeoutSeconds: 2,
      failureThreshold: 2,
    },
  };
}

/** As evenly as there is room for: a zone without any must not keep pods from starting elsewhere. */
function spreadOver(topologyKey: string, matchLabels: Record<string, string>): TopologySpreadConstraint {
  return {
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels },
    matchLabelKeys: ["pod-template-hash"],
  };
}
