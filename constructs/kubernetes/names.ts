import type { WebApp } from "../web-app";
import type { PodRole } from "./workload-props";

/** Name of the port that the Service offers to whoever binds it, and number of it. */
export const servicePort = { name: "http", port: 80 };

/** Names of a workload's objects, for those who grant rights to its pods. */
export interface WorkloadNames {
  /** Namespace of everything. */
  readonly namespace: string;
  /** The Deployment, its Service and what scales and spares it. */
  readonly web: string;
  /** Service accounts, by what their pods do. */
  readonly serviceAccounts: Readonly<Record<PodRole, string>>;
}

/** Names of the objects of an app's workload. */
export function workloadNames({ name }: Pick<WebApp, "name">): WorkloadNames {
  return { namespace: name, web: name, serviceAccounts: { serve: name, migrate: `${name}-migrate` } };
}

/** Labels of pods by what they do; selectors, which never change, go by them. */
export function podLabels({ name }: Pick<WebApp, "name">, role: PodRole): Record<string, string> {
  return { "app.kubernetes.io/name": name, "app.kubernetes.io/component": role };
}
