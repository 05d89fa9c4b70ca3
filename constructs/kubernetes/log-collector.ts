import { createHash } from "node:crypto";
import type { DaemonSetSpec, Volume } from "cdk8s-plus-34/lib/imports/k8s";
import {
  IntOrString,
  KubeConfigMap,
  KubeDaemonSet,
  KubeNamespace,
  KubeNetworkPolicy,
  KubeServiceAccount,
} from "cdk8s-plus-34/lib/imports/k8s";
import type { WebApp } from "../web-app";
import { before, object } from "./api-object";
import { workloadNames } from "./names";
import { type NamedPolicy, denyAll, dns, outward } from "./network-policies";
import { quantities } from "./quantities";
import type { AddressBlock, ApiObject, EgressRule } from "./workload-props";

/** Properties of {@link logCollectorManifests}. */
export interface LogCollectorProps {
  /** App whose containers' lines are collected. */
  readonly app: Pick<WebApp, "name">;
  /** Image of Fluent Bit. */
  readonly image: string;
  /**
   * Output of Fluent Bit, in its classic configuration format: where lines go. A record has the line under `log`, and the tag
   * `pod.container`.
   */
  readonly output: string;
  /** Destination of its connections, besides the cluster's DNS. */
  readonly egress: readonly EgressRule[];
  /** Addresses that answer DNS, besides pods in `kube-system`. */
  readonly resolvers: readonly AddressBlock[];
}

/** Names of a collector's objects. */
export function logCollectorNames({ name }: Pick<WebApp, "name">) {
  return { namespace: `${name}-logs`, collector: "fluent-bit", serviceAccount: "fluent-bit" };
}

const healthPort = 2020;
const configurationFolder = "/fluent-bit/configuration";
const nodeLogs = "/var/log";
// Of the node's folders one that AWS's own add-on for CloudWatch uses, too: positions in files outlive the pod.
const stateFolder = "/var/fluent-bit/state";

/**
 * A DaemonSet of Fluent Bit that ships what an app's containers write to standard output and standard error, line by line and
 * unchanged. It reads files of the node, which Pod Security keeps from the app's own namespace, and so has a namespace of its own. It asks
 * the Kubernetes API nothing: a container's log file has pod and container in its name.
 */
export function logCollectorManifests(props: LogCollectorProps): readonly ApiObject[] {
  const { app, egress, resolvers } = props;
  const { namespace, collector, serviceAccount } = logCollectorNames(app);
  const configuration = configurationOf(props);
  const labels = { "app.kubernetes.io/name": collector, "app.kubernetes.io/part-of": app.name };
  const annotations = before(2);
  const metadata = (name: string) => ({ name, namespace, labels: managed(labels), annotations });
  const policies: NamedPolicy[] = [denyAll, dns(resolvers), ...egress.map((rule) => outward(rule, {}))];
  return [
    object(KubeNamespace, {
      metadata: {
        name: namespace,
        labels: { ...managed(labels), "pod-security.kubernetes.io/enforce": "privileged" },
        annotations,
      },
    }),
    object(KubeServiceAccount, { metadata: metadata(serviceAccount), automountServiceAccountToken: false }),
    ...policies.map(({ name, purpose, spec }) =>
      object(KubeNetworkPolicy, {
        metadata: {
          ...metadata(name),
          annotations: { ...annotations, "kubernetes.io/description": purpose },
        },
        spec,
      }),
    ),
    object(KubeConfigMap, { metadata: metadata(collector), data: { "fluent-bit.conf": configuration } }),
    object(KubeDaemonSet, {
      metadata: metadata(collector),
      spec: daemonSetSpec(props, labels, configuration),
    }),
  ];
}

/** A pod on each node; one after another is replaced, because a node without one loses nothing: its files wait. */
function daemonSetSpec(
  { app, image }: LogCollectorProps,
  labels: Record<string, string>,
  configuration: string,
): DaemonSetSpec {
  const { collector, serviceAccount } = logCollectorNames(app);
  return {
    selector: { matchLabels: labels },
    updateStrategy: {
      type: "RollingUpdate",
      rollingUpdate: { maxUnavailable: IntOrString.fromNumber(1) },
    },
    template: {
      // Fluent Bit reads its configuration when it starts.
      metadata: { labels, annotations: { "counterpart/configuration": digestOf(configuration) } },
      spec: {
        serviceAccountName: serviceAccount,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        priorityClassName: "system-node-critical",
        tolerations: [{ operator: "Exists" }],
        // What was read is sent before it ends.
        terminationGracePeriodSeconds: graceSeconds + 10,
        securityContext: { seccompProfile: { type: "RuntimeDefault" } },
        containers: [
          {
            name: collector,
            image,
            imagePullPolicy: "IfNotPresent",
            command: ["/fluent-bit/bin/fluent-bit", `--config=${configurationFolder}/fluent-bit.conf`],
            ports: [{ name: "health", containerPort: healthPort }],
            livenessProbe: {
              httpGet: { path: "/", port: IntOrString.fromString("health") },
              initialDelaySeconds: 10,
              periodSeconds: 30,
              timeoutSeconds: 5,
              failureThreshold: 3,
            },
            resources: {
              requests: quantities({ cpu: "25m", memory: "64Mi", "ephemeral-storage": "32Mi" }),
              limits: quantities({ cpu: "250m", memory: "128Mi", "ephemeral-storage": "64Mi" }),
            },
            securityContext: {
              // Only root may read containers' logs. It is a root without any capability.
              runAsUser: 0,
              allowPrivilegeEscalation: false,
              capabilities: { drop: ["ALL"] },
              privileged: false,
              readOnlyRootFilesystem: true,
            },
            volumeMounts: [
              { name: "configuration", mountPath: configurationFolder, readOnly: true },
              { name: "logs", mountPath: nodeLogs, readOnly: true },
              { name: "state", mountPath: stateFolder },
            ],
          },
        ],
        volumes: volumes(collector),
      },
    },
  };
}

function volumes(configMap: string): Volume[] {
  return [
    { name: "configuration", configMap: { name: configMap } },
    { name: "logs", hostPath: { path: nodeLogs, type: "Directory" } },
    { name: "state", hostPath: { path: stateFolder, type: "DirectoryOrCreate" } },
  ];
}

const graceSeconds = 20;

// https://docs.fluentbit.io/manual/pipeline/inputs/tail. Nothing is lost while the destination is away: at the limit of its memory Fluent
// Bit stops reading, and the kubelet keeps 10 MiB of each container in up to five files
// (https://kubernetes.io/docs/concepts/cluster-administration/logging/).
function configurationOf({ app, output }: LogCollectorProps): string {
  const { namespace } = workloadNames(app);
  return `[SERVICE]
    Flush 5
    Grace ${graceSeconds}
    Log_Level warn
    HTTP_Server On
    HTTP_Listen 0.0.0.0
    HTTP_Port ${healthPort}

[INPUT]
    Name tail
    Path ${nodeLogs}/containers/*_${namespace}_*.log
    Tag <pod>.<container>
    Tag_Regex (?<pod>[^_/]+)_${namespace}_(?<container>.+)-[0-9a-f]{64}\\.log$
    multiline.parser cri
    DB ${stateFolder}/pods.db
    DB.locking On
    Read_from_Head On
    Refresh_Interval 5
    Rotate_Wait 30
    Mem_Buf_Limit 8MB
    Skip_Long_Lines On

[OUTPUT]
    Match *
${output
  .split("\n")
  .map((line) => `    ${line}`)
  .join("\n")}
`;
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

function managed(labels: Record<string, string>): Record<string, string> {
  return { ...labels, "app.kubernetes.io/managed-by": "counterpart" };
}
