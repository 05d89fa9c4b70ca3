/* eslint-disable @typescript-eslint/no-explicit-any -- objects are as different as their kinds */
import { containersOf } from "../../support/pod-security";

/** What a linter asks of manifests. */
export interface Rule {
  /** The linter and its name of the rule. */
  readonly name: string;
  /** Whether it finds nothing. */
  readonly holds: (manifests: Manifests) => boolean;
  /** Why a finding is right. */
  readonly exception?: string;
}

/** Manifests, by what linters look at. */
export class Manifests {
  constructor(private readonly objects: readonly any[]) {}

  /** Objects of a kind. */
  of(kind: string): any[] {
    return this.objects.filter((object) => object.kind === kind);
  }

  /** Specs of pods. */
  get pods(): any[] {
    return [...this.of("Deployment"), ...this.of("Job")].map(({ spec }) => spec.template.spec);
  }

  /** Every container. */
  get containers(): any[] {
    return this.pods.flatMap(containersOf);
  }

  /** Containers that serve. */
  get servers(): any[] {
    return this.of("Deployment").flatMap(({ spec }) => spec.template.spec.containers);
  }
}

const every = (holds: (container: any) => boolean) => (all: Manifests) => all.containers.every(holds);
const pods = (holds: (pod: any) => boolean) => (all: Manifests) => all.pods.every(holds);
const servers = (holds: (container: any) => boolean) => (all: Manifests) => all.servers.every(holds);
const policies = (type: string) => (all: Manifests) =>
  all
    .of("NetworkPolicy")
    .some(({ spec }) => !spec.podSelector.matchLabels && spec.policyTypes.includes(type));

/**
 * Rules of kube-score, polaris, kubesec and checkov about objects as there are here; those about kinds that are not here, and those
 * that Pod Security has as well, are left out.
 *
 * @see https://github.com/zegl/kube-score/blob/master/README_CHECKS.md
 * @see https://polaris.docs.fairwinds.com/checks/security/
 * @see https://kubesec.io/basics/
 * @see https://www.checkov.io/5.Policy%20Index/kubernetes.html
 */
export const rules: readonly Rule[] = [
  { name: "kube-score container-image-tag", holds: every(({ image }) => /@sha256:/.test(image)) },
  { name: "checkov CKV_K8S_43 image by digest", holds: every(({ image }) => /@sha256:/.test(image)) },
  {
    name: "kube-score container-image-pull-policy, polaris pullPolicyNotAlways, checkov CKV_K8S_15",
    holds: every(({ imagePullPolicy }) => imagePullPolicy === "Always"),
    exception:
      "a digest names the same bytes each time, and a registry that is away must keep no pod from starting",
  },
  {
    name: "kube-score container-resources cpu request, checkov CKV_K8S_10",
    holds: every((c) => c.resources.requests.cpu),
  },
  {
    name: "kube-score container-resources cpu limit, checkov CKV_K8S_11",
    holds: every((c) => c.resources.limits.cpu),
  },
  { name: "checkov CKV_K8S_12 memory request", holds: every((c) => c.resources.requests.memory) },
  { name: "checkov CKV_K8S_13 memory limit", holds: every((c) => c.resources.limits.memory) },
  {
    name: "kube-score container-memory-requests-equal-limits",
    holds: every(({ resources: { requests, limits } }) => requests.memory === limits.memory),
  },
  {
    name: "kube-score container-cpu-requests-equal-limits (optional)",
    holds: every(({ resources: { requests, limits } }) => requests.cpu === limits.cpu),
    exception:
      "a pod computes little most of the time; its share of a node is a quarter, and a whole CPU while others need none",
  },
  {
    name: "kube-score container-ephemeral-storage-request-and-limit",
    holds: every(
      ({ resources: { requests, limits } }) => requests["ephemeral-storage"] && limits["ephemeral-storage"],
    ),
  },
  { name: "kube-score pod-networkpolicy ingress, checkov CKV2_K8S_6", holds: policies("Ingress") },
  { name: "kube-score pod-networkpolicy egress", holds: policies("Egress") },
  {
    name: "kube-score pod-probes readiness, polaris readinessProbeMissing, checkov CKV_K8S_9",
    holds: servers((c) => c.readinessProbe),
  },
  { name: "polaris livenessProbeMissing, checkov CKV_K8S_8", holds: servers((c) => c.livenessProbe) },
  {
    name: "kube-score pod-probes-identical",
    holds: servers((c) => JSON.stringify(c.readinessProbe) !== JSON.stringify(c.livenessProbe)),
  },
  {
    name: "kube-score deployment-has-poddisruptionbudget, polaris missingPodDisruptionBudget",
    holds: (all) =>
      all
        .of("Deployment")
        .every(({ spec }) =>
          all
            .of("PodDisruptionBudget")
            .some((budget) => JSON.stringify(budget.spec.selector) === JSON.stringify(spec.selector)),
        ),
  },
  {
    name: "kube-score container-security-context-user-group-id, kubesec runAsUser, checkov CKV_K8S_40",
    holds: pods(
      ({ securityContext }) => securityContext.runAsUser > 10_000 && securityContext.runAsGroup > 10_000,
    ),
  },
  {
    name: "kube-score container-security-context-readonlyrootfilesystem, kubesec, polaris, checkov CKV_K8S_22",
    holds: every((c) => c.securityContext.readOnlyRootFilesystem === true),
  },
  {
    name: "kube-score container-security-context-privileged",
    holds: every((c) => c.securityContext.privileged === false),
  },
  {
    name: "kubesec capabilities drop, polaris dangerousCapabilities, checkov CKV_K8S_37",
    holds: every((c) => c.securityContext.capabilities.drop.includes("ALL")),
  },
  {
    name: "kube-score container-seccomp-profile, checkov CKV_K8S_31",
    holds: pods(({ securityContext }) => securityContext.seccompProfile.type === "RuntimeDefault"),
  },
  {
    name: "kube-score deployment-has-host-podantiaffinity, polaris topologySpreadConstraint",
    holds: (all) =>
      all.of("Deployment").every(({ spec }) => spec.template.spec.topologySpreadConstraints?.length === 2),
  },
  {
    name: "kube-score deployment-targeted-by-hpa-does-not-have-replicas-configured",
    holds: (all) => all.of("Deployment").every(({ spec }) => spec.replicas === undefined),
  },
  {
    name: "kube-score horizontalpodautoscaler-replicas, deployment-replicas",
    holds: (all) => all.of("HorizontalPodAutoscaler").every(({ spec }) => spec.minReplicas >= 2),
  },
  {
    name: "kube-score service-targets-pod",
    holds: (all) =>
      all
        .of("Service")
        .every(({ spec }) =>
          all
            .of("Deployment")
            .some(({ spec: { template } }) =>
              Object.entries(spec.selector).every(([key, value]) => template.metadata.labels[key] === value),
            ),
        ),
  },
  {
    name: "kube-score environment-variable-key-duplication",
    holds: every(
      ({ env = [] }) => new Set(env.map(({ name }: { name: string }) => name)).size === env.length,
    ),
  },
  {
    name: "polaris sensitiveContainerEnvVar, checkov CKV_K8S_35 secrets as files",
    holds: every(({ env = [] }) =>
      env.every(({ name, valueFrom }: any) => !valueFrom && !/PASSWORD|TOKEN|_KEY$/.test(name)),
    ),
  },
  {
    name: "polaris automountServiceAccountToken, checkov CKV_K8S_38",
    holds: pods(({ automountServiceAccountToken }) => automountServiceAccountToken === false),
  },
  {
    name: "kubesec serviceAccountName, checkov CKV_K8S_41 default service account",
    holds: pods(({ serviceAccountName = "default" }) => serviceAccountName !== "default"),
  },
  {
    name: "checkov CKV_K8S_21 default namespace",
    holds: (all) => all.of("Deployment").every(({ metadata }) => metadata.namespace !== "default"),
  },
  {
    name: "polaris priorityClassNotSet",
    holds: pods(({ priorityClassName }) => priorityClassName),
    exception: "the cluster runs nothing else of ours that could come first",
  },
  {
    name: "kubesec containers[].securityContext.appArmorProfile",
    holds: pods(({ securityContext }) => securityContext.appArmorProfile),
    exception: "nodes of EKS and OKE have SELinux, not AppArmor",
  },
  {
    name: "checkov CKV_K8S_28 NET_RAW, CKV_K8S_20 privilege escalation",
    holds: every(({ securityContext }) => securityContext.allowPrivilegeEscalation === false),
  },
  {
    name: "kube-score deployment-strategy",
    holds: (all) => all.of("Deployment").every(({ spec }) => spec.strategy.type === "RollingUpdate"),
  },
  {
    name: "polaris deploymentMissingReplicas",
    holds: (all) => all.of("HorizontalPodAutoscaler").length === all.of("Deployment").length,
  },
  {
    name: "kube-score job-ttl, polaris",
    holds: (all) => all.of("Job").every(({ spec }) => spec.ttlSecondsAfterFinished !== undefined),
    exception:
      "a Job that vanished would be run again by whoever applies these files all the time; the command deletes those of former releases",
  },
];
