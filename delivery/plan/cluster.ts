import { readFileSync } from "node:fs";
import path from "node:path";
import { Deployed } from "../../commands/deployed";
import { kubernetesAws, kubernetesOci } from "../../commands/kubernetes/main";
import { CommandError } from "../../commands/programs";
import type { Cloud } from "../../stacks/context/keys";
import { cloudOf } from "../cloud";
import { copiesIn, copyImages } from "./images";
import { logIn } from "./registry";
import { Terraform } from "./terraform";

/** A stack's JSON, as far as it tells of a cluster. */
interface StackJson {
  readonly output?: Readonly<Record<string, unknown>>;
  readonly resource?: {
    readonly aws_eks_cluster?: Readonly<
      Record<string, { readonly vpc_config?: { readonly endpoint_public_access?: boolean } }>
    >;
  };
}

const steps: Readonly<Record<string, (cloud: Cloud, root: string, json: StackJson) => Promise<void> | void>> =
  {
    check: (cloud, _, json) => requireWay(cloud, json),
    apply,
    delete: empty,
  };

/**
 * What workflows do in a stack's cluster, beside Terraform; nothing where the stack runs on servers.
 *
 * @param args the cloud, and `check`, `apply` or `delete`
 * @param root folder of the project
 * @throws {CommandError} where a step fails, or cannot succeed from this machine
 */
export async function workInCluster([name, step = ""]: readonly string[], root: string): Promise<void> {
  const cloud = cloudOf(name);
  const work = steps[step];
  if (work === undefined)
    throw new CommandError(`which step? ${Object.keys(steps).join(", ")}, got "${step}"`);
  const file = path.join(new Terraform(cloud, root).folder, "cdk.tf.json");
  const json = JSON.parse(readFileSync(file, "utf8")) as StackJson;
  if (json.output?.manifests === undefined) {
    console.log(`${cloud}-stack runs on servers: there is no cluster to work in`);
    return;
  }
  await work(cloud, root, json);
}

/** Refuses a runner of GitHub's for an API that has no public address: no rule and no right would help it. */
function requireWay(cloud: Cloud, { resource }: StackJson): void {
  if (process.env.RUNNER_ENVIRONMENT !== "github-hosted") return;
  const [cluster] = Object.values(resource?.aws_eks_cluster ?? {});
  if (cluster?.vpc_config?.endpoint_public_access === true) return;
  const way =
    cloud === "aws"
      ? "name its address in `awsKubernetesApiFrom`, or a runner in the network by the variable `RUNNER`"
      : "name a runner that reaches the network by the variable `RUNNER`, and its context of kubectl by `KUBERNETES_CONTEXT`";
  throw new CommandError(
    `the Kubernetes API of ${cloud}-stack is private, and a runner of GitHub's does not reach it: ${way}. Nothing was changed`,
  );
}

async function apply(cloud: Cloud, root: string): Promise<void> {
  const deployed = Deployed.on(cloud, root);
  const copies = copiesIn(deployed.output("images"), deployed.output("manifests"));
  if (copies.length > 0) {
    await logIn(cloud, deployed);
    await copyImages(copies);
  }
  await kubernetes(cloud, deployed, "apply");
}

/** On OCI nodes are Terraform's, and what is in the cluster goes with it. */
async function empty(cloud: Cloud, root: string, json: StackJson): Promise<void> {
  if (cloud === "oci") return;
  let deployed: Deployed;
  try {
    deployed = Deployed.on(cloud, root);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    // A deployment that never came so far has nothing in its cluster either.
    console.log(error.message);
    return;
  }
  requireWay(cloud, json);
  await kubernetes(cloud, deployed, "delete");
}

async function kubernetes(cloud: Cloud, deployed: Deployed, verb: string): Promise<void> {
  const { KUBERNETES_CONTEXT: context = "" } = process.env;
  const args = [verb, ...(context === "" ? [] : ["--context", context])];
  const code = await { aws: kubernetesAws, oci: kubernetesOci }[cloud](deployed, args);
  if (code !== 0)
    throw new CommandError(`\`npm run kubernetes -- ${cloud} ${verb}\` ended with code ${code}`);
}
