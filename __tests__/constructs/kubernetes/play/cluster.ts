import { setTimeout as pause } from "node:timers/promises";
import type { DeploymentSpec, HorizontalPodAutoscalerSpecV2, JobSpec } from "cdk8s-plus-34/lib/imports/k8s";
import type { ApiObject } from "../../../../constructs/kubernetes";
import type { Balancer } from "./haproxy";
import { PlayedPod, runContainer, type Stage } from "./pod";

/** How long it takes from a change of a pod until the balancer goes by it, in milliseconds: a controller and a cloud are between. */
const PROPAGATION_MS = 1_000;
const LOOK_MS = 50;

/** A cluster, as far as it decides which pods there are and who sends them visitors: the rules of Jobs, Deployments and endpoints. */
export class PlayedCluster {
  /** Pods that were not told to end. */
  pods: PlayedPod[] = [];
  /** What happened, in order. */
  readonly events: string[] = [];
  /** How pods ended that were told to. */
  readonly ends: (number | string)[] = [];

  private readonly registered = new Map<PlayedPod, boolean>();
  private readonly complete = new Set<string>();
  private readonly terminating: Promise<void>[] = [];
  private over = false;
  private readonly endpoints: Promise<void>;

  constructor(
    private readonly stage: Stage,
    private readonly balancer: Balancer,
    private readonly ports: number[],
  ) {
    this.endpoints = this.watch();
  }

  /** Applies objects as the command does: the Job to its end, then the Deployment to its. */
  async apply(objects: readonly ApiObject[]): Promise<void> {
    const [job] = objects.filter(({ kind }) => kind === "Job");
    if (job && !this.complete.has(job.metadata.name)) await this.run(job);
    const specOf = (kind: string) => objects.find((object) => object.kind === kind)?.spec;
    const { minReplicas = 1 } = specOf("HorizontalPodAutoscaler") as HorizontalPodAutoscalerSpecV2;
    await this.rollOut(specOf("Deployment") as DeploymentSpec, minReplicas);
  }

  /** Pods that visitors are sent to. */
  get targets(): PlayedPod[] {
    return [...this.registered].filter(([, registered]) => registered).map(([pod]) => pod);
  }

  /** Ends everything. */
  async stop(): Promise<void> {
    this.over = true;
    await Promise.all([this.endpoints, ...this.pods.splice(0).map((pod) => pod.end()), ...this.terminating]);
  }

  private async run({ metadata, spec }: ApiObject): Promise<void> {
    this.events.push("migrates");
    const process = runContainer(this.stage, (spec as JobSpec).template.spec ?? { containers: [] }, 0);
    const code = await new Promise((resolve) => process.once("exit", resolve));
    if (code !== 0) throw new Error(`the migration ended with ${String(code)}`);
    this.events.push("is migrated");
    this.complete.add(metadata.name);
  }

  private async rollOut(deployment: DeploymentSpec, wanted: number): Promise<void> {
    const { template, strategy, minReadySeconds = 0 } = deployment;
    const pod = template.spec;
    if (pod === undefined) throw new Error("a Deployment without pods");
    const isNew = ({ spec }: PlayedPod) => JSON.stringify(spec) === JSON.stringify(pod);
    const isAvailable = ({ ready, readyAt }: PlayedPod) =>
      ready && performance.now() - readyAt >= minReadySeconds * this.stage.secondMs;
    const { maxSurge, maxUnavailable } = (strategy?.rollingUpdate ?? {}) as Record<string, unknown>;
    for (;;) {
      const fresh = this.pods.filter(isNew);
      const former = this.pods.filter((each) => !isNew(each));
      if (former.length === 0 && fresh.filter(isAvailable).length === wanted) return;
      if (fresh.length < wanted && this.pods.length < wanted + Number(maxSurge)) this.create(pod);
      const [oldest] = former;
      const spare = this.pods.filter(isAvailable).length - (wanted - Number(maxUnavailable));
      if (oldest && (spare > 0 || !isAvailable(oldest))) this.remove(oldest);
      await pause(LOOK_MS);
    }
  }

  private create(spec: PlayedPod["spec"]): void {
    const port = this.ports.shift();
    if (port === undefined) throw new Error("no port is left");
    this.events.push("a pod starts");
    this.pods.push(new PlayedPod(this.stage, spec, port));
  }

  /** Told to end at the same moment as endpoints change: whoever sends visitors hears of it later. */
  private remove(pod: PlayedPod): void {
    this.pods = this.pods.filter((each) => each !== pod);
    this.events.push("a pod ends");
    this.terminating.push(pod.end().then((end) => void this.ends.push(end)));
  }

  /** Endpoints are the pods that are ready and were not told to end. */
  private async watch(): Promise<void> {
    const under = new Set<Promise<void>>();
    for (const known = new Map<PlayedPod, boolean>(); !this.over; await pause(LOOK_MS))
      for (const pod of new Set([...this.pods, ...known.keys()])) {
        const serves = pod.ready && !pod.ending;
        if ((known.get(pod) ?? false) === serves) continue;
        known.set(pod, serves);
        under.add(this.tell(pod, serves));
      }
    await Promise.all(under);
  }

  private async tell(pod: PlayedPod, serves: boolean): Promise<void> {
    await pause(PROPAGATION_MS);
    await this.balancer.register(pod.port, serves);
    this.registered.set(pod, serves);
  }
}
