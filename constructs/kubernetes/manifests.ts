import {
  IntOrString,
  KubeDeployment,
  KubeHorizontalPodAutoscalerV2,
  KubeJob,
  KubeNamespace,
  KubeNetworkPolicy,
  KubePodDisruptionBudget,
  KubeService,
  KubeServiceAccount,
} from "cdk8s-plus-34/lib/imports/k8s";
import { before, object } from "./api-object";
import { deploymentSpec } from "./deployment";
import { migrationJobName, migrationJobSpec } from "./migration-job";
import { podLabels, workloadNames } from "./names";
import { networkPolicies } from "./network-policies";
import { autoscalerSpec } from "./scaling";
import { serviceSpec } from "./service";
import { kubernetesVersion } from "./version";
import type { ApiObject, PodRole, WorkloadProps } from "./workload-props";

/**
 * The objects of a web app on Kubernetes, in the order in which they are applied: what pods need, the migration, the balancer's
 * way to pods, and the pods. They are plain values that may hold Terraform's tokens.
 */
export function kubernetesManifests(props: WorkloadProps): readonly ApiObject[] {
  return [...foundations(props), migration(props), ...serving(props)];
}

/**
 * The text that `kubectl apply -f` takes, for an output of Terraform: tokens in it become what they stand for. Not by
 * `Fn.jsonencode`, in which cdktf escapes no quotation marks and joins no token to a text.
 */
export function manifestList(items: readonly ApiObject[]): string {
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}

/** Objects that pods of both roles need before they start. */
function foundations(props: WorkloadProps): ApiObject[] {
  const { app, identities } = props;
  const { namespace, serviceAccounts } = workloadNames(app);
  const restricted = ["enforce", "audit", "warn"].flatMap((mode): [string, string][] => [
    [`pod-security.kubernetes.io/${mode}`, "restricted"],
    [`pod-security.kubernetes.io/${mode}-version`, `v${kubernetesVersion}`],
  ]);
  const wave = before(2);
  return [
    object(KubeNamespace, {
      metadata: {
        name: namespace,
        labels: { ...managed(app), ...Object.fromEntries(restricted) },
        annotations: wave,
      },
    }),
    ...(["serve", "migrate"] as const).map((role: PodRole) =>
      object(KubeServiceAccount, {
        metadata: {
          name: serviceAccounts[role],
          namespace,
          labels: managed(app),
          annotations: { ...wave, ...identities[role].annotations },
        },
        automountServiceAccountToken: identities[role].mountsToken ?? false,
      }),
    ),
    ...networkPolicies(props).map(({ name, purpose, spec }) =>
      object(KubeNetworkPolicy, {
        metadata: {
          name,
          namespace,
          labels: managed(app),
          annotations: { ...wave, "kubernetes.io/description": purpose },
        },
        spec,
      }),
    ),
  ];
}

/** The Job that ends before pods that serve are replaced. */
function migration(props: WorkloadProps): ApiObject {
  const { app } = props;
  const spec = migrationJobSpec(props);
  return object(KubeJob, {
    metadata: {
      name: migrationJobName(props, spec),
      namespace: workloadNames(app).namespace,
      labels: { ...managed(app), ...podLabels(app, "migrate") },
      annotations: before(1),
    },
    spec,
  });
}

/** Objects that serve visitors. */
function serving(props: WorkloadProps): ApiObject[] {
  const { app, cloudObjects = [] } = props;
  const { namespace, web: name } = workloadNames(app);
  const metadata = { name, namespace, labels: { ...managed(app), ...podLabels(app, "serve") } };
  return [
    object(KubeService, { metadata, spec: serviceSpec(props) }),
    ...cloudObjects,
    object(KubePodDisruptionBudget, {
      metadata,
      spec: {
        selector: { matchLabels: podLabels(app, "serve") },
        maxUnavailable: IntOrString.fromNumber(1),
        // A pod that is not ready spares nobody anything, and would keep its node from going.
        unhealthyPodEvictionPolicy: "AlwaysAllow",
      },
    }),
    object(KubeDeployment, { metadata, spec: deploymentSpec(props) }),
    object(KubeHorizontalPodAutoscalerV2, { metadata, spec: autoscalerSpec(props) }),
  ];
}

function managed({ name }: WorkloadProps["app"]): Record<string, string> {
  return { "app.kubernetes.io/name": name, "app.kubernetes.io/managed-by": "counterpart" };
}
