import { answerOf, hand } from "../programs";
import type { Kubectl } from "./kubectl";

const name = "metrics-server";

/**
 * EKS add-on `metrics-server`, which tells autoscalers the CPU of pods: EKS starts none by itself. It needs a node, which only a
 * workload brings, so that it is none of Terraform's.
 *
 * https://docs.aws.amazon.com/eks/latest/userguide/metrics-server.html
 */
export class MetricsServer {
  /** @param region and name of the cluster */
  constructor(
    private readonly region: string,
    private readonly cluster: string,
  ) {}

  /** Adds it where nothing answers for it yet, be it the add-on or one that somebody installed. */
  add(kubectl: Kubectl): void {
    if (kubectl.read("apiservice/v1beta1.metrics.k8s.io") !== undefined) return;
    if (!this.isThere()) this.ask("create-addon", "--addon-name", name);
    console.log(`add-on ${name}: under way; \`kubectl top pods\` answers within minutes`);
  }

  /** Takes it away, if it is there, and waits: its pods may spare each other, and so hold the last node up. */
  async remove(): Promise<void> {
    if (!this.isThere()) return;
    this.ask("delete-addon", "--addon-name", name);
    await hand("aws", "eks", "wait", "addon-deleted", ...this.where, "--addon-name", name);
  }

  private isThere(): boolean {
    return (JSON.parse(this.ask("list-addons")) as { addons: string[] }).addons.includes(name);
  }

  private ask(verb: string, ...args: readonly string[]): string {
    return answerOf("aws", "eks", verb, ...this.where, ...args, "--output", "json");
  }

  private get where(): readonly string[] {
    return ["--region", this.region, "--cluster-name", this.cluster];
  }
}
