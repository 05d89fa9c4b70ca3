import { CommandError, hand } from "../../commands/programs";
import { nodeImage } from "../../constructs/kubernetes";
import { digestOf } from "./registry";

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
 * Copies images into a stack's repository, for every processor that they are for; those that are there stay as they are.
 *
 * @throws {CommandError} where a copy fails
 */
export async function copyImages(copies: readonly Copy[]): Promise<void> {
  for (const { name, tagged, source } of copies) {
    if (digestOf(name) !== undefined) continue;
    const code = await hand("docker", "buildx", "imagetools", "create", "--tag", tagged, source);
    if (code !== 0)
      throw new CommandError(`${source} was not copied to ${tagged}, and pods start from it alone`);
  }
}
