import { spawnSync } from "node:child_process";
import { answerOf, CommandError, hand } from "../../commands/programs";
import { nodeImage } from "../../constructs/kubernetes";

/** An image that pods start from, and the public one that it is a copy of. */
export interface Copy {
  /** Name by which pods start from it. */
  readonly name: string;
  /** Name that the copy gets: a tag of the stack's repository. */
  readonly tagged: string;
  readonly source: string;
}

/**
 * Images in the stack's repository that are copies of public ones: Node's own, and Fluent Bit's.
 *
 * @param repository address of the repository, without a tag
 * @param manifests objects of the cluster as text
 */
export function copiesIn(repository: string, manifests: string): Copy[] {
  const [, digest = ""] = nodeImage.split("@");
  const ofNode = { name: `${repository}@${digest}`, tagged: `${repository}:node-${digest.slice(7, 19)}` };
  const collectors = [...manifests.matchAll(/:(fluent-bit-([\d.]+\d))/g)].map(([, tag, version]) => ({
    name: `${repository}:${tag}`,
    tagged: `${repository}:${tag}`,
    source: `public.ecr.aws/aws-observability/aws-for-fluent-bit:${version}`,
  }));
  const all = [{ ...ofNode, source: nodeImage }, ...collectors];
  return [...new Map(all.map((copy) => [copy.name, copy])).values()].filter(({ name }) =>
    manifests.includes(name),
  );
}

/**
 * Copies images into a repository of ECR, for every processor that they are for; those that are there stay as they are.
 *
 * @throws {CommandError} where a copy fails
 */
export async function copyImages(copies: readonly Copy[], region: string): Promise<void> {
  const [first] = copies;
  if (first === undefined) return;
  login(first.name.split("/")[0]!, region);
  for (const { name, tagged, source } of copies) {
    if (spawnSync("docker", ["buildx", "imagetools", "inspect", name], { stdio: "ignore" }).status === 0)
      continue;
    const code = await hand("docker", "buildx", "imagetools", "create", "--tag", tagged, source);
    if (code !== 0)
      throw new CommandError(`${source} was not copied to ${tagged}, and pods start from it alone`);
  }
}

function login(registry: string, region: string): void {
  const input = answerOf("aws", "ecr", "get-login-password", "--region", region);
  const args = ["login", "--username", "AWS", "--password-stdin", registry];
  if (spawnSync("docker", args, { input, stdio: ["pipe", "ignore", "inherit"] }).status !== 0)
    throw new CommandError(`docker did not log in to ${registry}`);
}
