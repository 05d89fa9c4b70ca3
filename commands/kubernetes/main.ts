import path from "node:path";
import { parseArgs } from "node:util";
import type { Deployed } from "../deployed";
import { answerOf, CommandError } from "../programs";
import { Kubectl } from "./kubectl";
import { MetricsServer } from "./metrics-server";
import { migrate } from "./migration";
import { inOrderOfDeletion, type Objects, objectsOf } from "./objects";

/** Steps that one cloud's clusters need besides. */
interface Cloud {
  /** Arguments of `kubectl` that reach the cluster where nobody names a context of their own. */
  connect(deployed: Deployed, folder: string): readonly string[];
  /** Step after pods serve. */
  complete?(deployed: Deployed, kubectl: Kubectl): void;
  /** Step before the app is deleted. */
  clear?(deployed: Deployed): Promise<void>;
}

const usage =
  "what is to be done? `apply` brings what is in the cluster to what was deployed, `delete` empties it before `destroy`";

/** Applies or deletes what runs in EKS: with the identity that AWS's command line has. */
export function kubernetesAws(deployed: Deployed, more: readonly string[]): Promise<number> {
  const metrics = (stack: Deployed) => new MetricsServer(stack.output("region"), stack.output("cluster"));
  return run(deployed, more, {
    connect: (stack, folder) => {
      const file = path.join(folder, "kubeconfig");
      const cluster = ["--region", stack.output("region"), "--name", stack.output("cluster")];
      answerOf("aws", "eks", "update-kubeconfig", ...cluster, "--kubeconfig", file);
      return [`--kubeconfig=${file}`];
    },
    complete: (stack, kubectl) => metrics(stack).add(kubectl),
    clear: (stack) => metrics(stack).remove(),
  });
}

/** Applies or deletes what runs in OKE, whose API has no public address: only its administrator knows the way. */
export function kubernetesOci(deployed: Deployed, more: readonly string[]): Promise<number> {
  return run(deployed, more, {
    connect: () => {
      throw new CommandError(
        "which way to the cluster? Its API is private: open a way as docs/kubernetes.md says, and name it by `--context`",
      );
    },
  });
}

async function run(deployed: Deployed, more: readonly string[], cloud: Cloud): Promise<number> {
  const { verb, context, pauseMs } = chosen(more);
  const objects = objectsOf(deployed);
  const cluster = (folder: string) =>
    context === undefined ? cloud.connect(deployed, folder) : [`--context=${context}`];
  return Kubectl.with(cluster, async (kubectl) => {
    if (verb === "delete") {
      await cloud.clear?.(deployed);
      return remove(kubectl, objects);
    }
    await apply(kubectl, objects, pauseMs);
    cloud.complete?.(deployed, kubectl);
    return 0;
  });
}

function chosen(more: readonly string[]): { verb: "apply" | "delete"; context?: string; pauseMs: number } {
  const options = { context: { type: "string" }, every: { type: "string", default: "5" } } as const;
  const { values, positionals } = parsed(() =>
    parseArgs({ args: [...more], options, allowPositionals: true }),
  );
  const [verb, ...others] = positionals;
  if ((verb !== "apply" && verb !== "delete") || others.length > 0)
    throw new CommandError(`${usage}; got "${positionals.join(" ")}"`);
  const seconds = Number(values.every);
  if (!(seconds > 0)) throw new CommandError(`\`--every\` must be a number above 0, got "${values.every}"`);
  return { verb, pauseMs: seconds * 1_000, ...(values.context !== undefined && { context: values.context }) };
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new CommandError((error as Error).message);
  }
}

async function apply(kubectl: Kubectl, objects: Objects, pauseMs: number): Promise<void> {
  const { foundations, migration, serving, namespace, deployment } = objects;
  await kubectl.apply(foundations);
  await migrate(kubectl, objects, pauseMs);
  await kubectl.apply(serving);
  const place = `--namespace=${namespace}`;
  // It ends by itself: the Deployment says how long a roll-out may stand still.
  if ((await kubectl.show("rollout", "status", `deployment/${deployment}`, place)) !== 0) {
    await kubectl.show("get", "pods", place, "--output=wide");
    throw new CommandError(
      "the roll-out stands still: pods from before serve on, none goes before its successor is ready.\n" +
        `\`kubectl logs deployment/${deployment} ${place}\` and \`kubectl describe pods ${place}\` show why; to go back, deploy the commit before and run this again.`,
    );
  }
  await watchCollectors(kubectl, objects);
  // Each release leaves a Job; the log of the last one is enough.
  const former = `--field-selector=metadata.name!=${migration.metadata.name}`;
  await kubectl.show("delete", "jobs", place, "--selector=app.kubernetes.io/component=migrate", former);
}

/** Waits for what ships log lines. Pods serve without it, so that its absence is said and ends nothing. */
async function watchCollectors(kubectl: Kubectl, { collectors }: Objects): Promise<void> {
  for (const { metadata } of collectors) {
    const collector = `daemonset/${metadata.name}`;
    const place = `--namespace=${metadata.namespace}`;
    if ((await kubectl.show("rollout", "status", collector, place, "--timeout=3m")) !== 0)
      console.error(
        `${collector} does not run on every node, and lines of pods stay on those where it does not: is its image in the repository (docs/kubernetes.md#images)?\n` +
          `\`kubectl describe pods ${place}\` shows why.`,
      );
  }
}

async function remove(kubectl: Kubectl, objects: Objects): Promise<number> {
  // Nodes of Auto Mode take as long as a pod's drain that somebody holds up.
  for (const set of inOrderOfDeletion(objects)) await kubectl.delete(set, 35);
  console.log("Nothing of the app is left in the cluster: `npx cdktf destroy` can take the rest.");
  return 0;
}
