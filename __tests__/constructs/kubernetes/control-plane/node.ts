import { setTimeout as pause } from "node:timers/promises";
import type { Api } from "./api";

/** A pod, as far as it is looked at. */
export interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly spec: { readonly containers: readonly { readonly image: string }[] };
  readonly status: { readonly phase: string; readonly conditions?: readonly Condition[] };
}

interface Condition {
  readonly type: string;
  readonly status: string;
}

/** Whether a pod is ready. */
export function isReady({ status }: Pod): boolean {
  return status.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false;
}

/** Image of a pod's first container. */
export function imageOf({ spec }: Pick<Pod, "spec">): string {
  return spec.containers[0]?.image ?? "";
}

/** What a kubelet reports of pods, without a machine that runs them. */
export class PlayedNode {
  /** How migrations end. */
  migrations: "Succeeded" | "Failed" = "Succeeded";
  /** Images whose pods become ready; others start and never do. */
  isWell: (image: string) => boolean = () => true;
  private readonly stopped = new AbortController();
  private readonly reporting: Promise<void>;

  constructor(private readonly api: Api) {
    this.reporting = this.report();
  }

  /** Pods that there are and that nobody deletes. */
  async pods(): Promise<readonly Pod[]> {
    const { items } = (await this.api.must("GET", "/api/v1/pods")) as { items: Pod[] };
    return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  }

  /** Reports nothing any more. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.reporting;
  }

  private async report(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      for (const pod of await this.pods()) await this.reportOf(pod);
      await pause(100);
    }
  }

  private async reportOf(pod: Pod): Promise<void> {
    const { name, namespace, labels } = pod.metadata;
    const isMigration = labels?.["batch.kubernetes.io/job-name"] !== undefined;
    const phase = isMigration ? this.migrations : "Running";
    const ready = !isMigration && this.isWell(imageOf(pod));
    if (
      (isMigration && pod.status.phase !== "Pending") ||
      (pod.status.phase === phase && isReady(pod) === ready)
    )
      return;
    const conditions = ["Ready", "ContainersReady"].map((type) => ({
      type,
      status: ready ? "True" : "False",
      lastTransitionTime: new Date().toISOString().replace(/\.\d+/, ""),
    }));
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/status`;
    // Who deletes it meanwhile is right.
    await this.api.ask("PATCH", path, { status: { phase, conditions } }, "application/merge-patch+json");
  }
}
