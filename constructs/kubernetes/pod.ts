import type { Container, EnvVar, PodSpec, SecurityContext, Volume } from "cdk8s-plus-34/lib/imports/k8s";
import { Quantity as Amount } from "cdk8s-plus-34/lib/imports/k8s";
import { fetchArtifact } from "./fetch-artifact";
import { workloadNames } from "./names";
import { quantities } from "./quantities";
import type { PodRole, WorkloadProps } from "./workload-props";

/** Folder of the app in every container: the Dockerfile puts it there, too. */
const appFolder = "/app";

/** User and group of every process: above what any node has, and different from none's own. */
const user = 10_001;

// One thread of JavaScript and some for what V8 does beside it. The limits keep a pod from starving its node.
const amounts = {
  requests: { memory: "256Mi", "ephemeral-storage": "128Mi" },
  limits: { cpu: "1", memory: "256Mi", "ephemeral-storage": "512Mi" },
};

/** Most that a pod computes, in thousandths of a CPU. */
export const cpuLimitMillis = 1000;

/** CPU that a pod asks of its node by default, in thousandths. */
const cpuRequestMillis = 250;

const securityContext: SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  privileged: false,
  readOnlyRootFilesystem: true,
};

/** Properties that pods of both roles have in common. */
export interface PodProps extends Pick<WorkloadProps, "app" | "program" | "identities" | "pullSecret"> {
  /** Role of the pod: the app's command, too. */
  readonly role: PodRole;
  /** Its variables. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * CPU that its container asks of its node, in thousandths.
   *
   * @default 250
   */
  readonly requestMillis?: number;
  /**
   * Further fields of the container, such as probes.
   *
   * @default - nothing
   */
  readonly container?: Partial<Container>;
}

/**
 * A pod that Pod Security admits as "restricted": no root, no privilege, nothing to write to, no token that it has no use for.
 *
 * @param props what it runs
 * @param more what its spec has besides, such as how long it may take to end
 */
export function podSpec(props: PodProps, more: Partial<PodSpec>): PodSpec {
  const { app, program, identities, role, container, pullSecret, requestMillis } = props;
  const { serviceAccounts } = workloadNames(app);
  const fetched = program.download !== undefined;
  return {
    ...more,
    serviceAccountName: serviceAccounts[role],
    automountServiceAccountToken: identities[role].mountsToken ?? false,
    ...(pullSecret !== undefined && { imagePullSecrets: [{ name: pullSecret }] }),
    // Services beside it are nothing to the app; those of the API itself are told in any case.
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      seccompProfile: { type: "RuntimeDefault" },
    },
    ...(fetched && { initContainers: [fetching(props)], volumes: [appVolume] }),
    containers: [
      {
        name: app.name,
        image: program.image,
        imagePullPolicy: "IfNotPresent",
        command: ["node", `${appFolder}/${app.entryPoint}`],
        args: [role],
        env: variables(props.environment),
        resources: resources(requestMillis),
        securityContext,
        terminationMessagePolicy: "FallbackToLogsOnError",
        ...(fetched && { volumeMounts: [{ name: appVolume.name, mountPath: appFolder, readOnly: true }] }),
        ...container,
      },
    ],
  };
}

const appVolume: Volume = { name: "app", emptyDir: { sizeLimit: Amount.fromString("128Mi") } };

function fetching({ app, program }: PodProps): Container {
  const { url = "" } = program.download ?? {};
  return {
    name: "fetch",
    image: program.image,
    imagePullPolicy: "IfNotPresent",
    command: ["node", "--input-type=module", "--eval", fetchArtifact],
    args: [url, app.artifact.sha256, appFolder],
    resources: resources(),
    securityContext,
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [{ name: appVolume.name, mountPath: appFolder }],
  };
}

function resources(requestMillis = cpuRequestMillis) {
  const requests = { cpu: `${requestMillis}m`, ...amounts.requests };
  return { requests: quantities(requests), limits: quantities(amounts.limits) };
}

function variables(environment: Readonly<Record<string, string>>): EnvVar[] {
  return Object.entries(environment)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, value: withoutReferences(value) }));
}

/** The kubelet puts variables in place of `$(NAME)`, and a dollar in place of two. */
function withoutReferences(value: string): string {
  return value.replace(/\$(?=[($])/g, "$$$$");
}
