import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { Deployed } from "../../commands/deployed";
import { answerOf, CommandError, hand } from "../../commands/programs";
import { cloudOf } from "../cloud";
import { digestOf, logIn } from "./registry";
import { Terraform } from "./terraform";

/** Processors that nodes of either cloud may have. */
const platforms = "linux/amd64,linux/arm64";

/**
 * Builds the image of a commit for all processors, pushes it to the stack's repository under the commit's name, and prints the key of the
 * context that names it by its digest. An image that is there stays: in the repository a tag means one image for ever.
 *
 * @param args the cloud, and `--summary <file>` for a file that the key is added to, in Markdown
 * @param root folder of the project
 * @throws {CommandError} where the stack runs on servers, something is not committed, or docker fails
 */
export async function makeImage(args: readonly string[], root: string): Promise<void> {
  const options = { summary: { type: "string" } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const cloud = cloudOf(positionals[0]);
  new Terraform(cloud, root).init();
  const deployed = Deployed.on(cloud, root);
  if (!deployed.has("images"))
    throw new CommandError(`${cloud}-stack runs on servers, which take the artifact and no image`);
  const commit = committed(root);
  const repository = deployed.output("images");
  const image = `${repository}:${commit.slice(0, 12)}`;
  await logIn(cloud, deployed);
  const digest = digestOf(image) ?? (await built(image, commit, root));
  const key = `"${cloud}Image": "${repository}@${digest}"`;
  console.log(`${image}\n${key}`);
  if (values.summary !== undefined)
    appendFileSync(
      values.summary,
      `The image of ${commit} is in the repository. The next plan takes it by this key of the context:\n\n\`\`\`json\n${key}\n\`\`\`\n`,
    );
}

/** The commit that lies in the folder, and nothing else: whoever looks for the image's sources finds them by its tag. */
function committed(root: string): string {
  const changes = answerOf("git", "-C", root, "status", "--porcelain").trim();
  if (changes !== "")
    throw new CommandError(
      `an image has the name of its commit, so everything must be committed, got\n${changes}`,
    );
  return answerOf("git", "-C", root, "rev-parse", "HEAD").trim();
}

async function built(image: string, commit: string, root: string): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "counterpart-image-"));
  try {
    const metadata = path.join(folder, "metadata.json");
    const label = `org.opencontainers.image.revision=${commit}`;
    const what = ["--platform", platforms, "--label", label, "--tag", image];
    const code = await hand(
      "docker",
      "buildx",
      "build",
      ...what,
      "--push",
      "--metadata-file",
      metadata,
      root,
    );
    if (code !== 0)
      throw new CommandError(
        `${image} was not built, and docker says why: images for more than one processor take a builder of their own (\`docker buildx create --use\`)`,
      );
    const { "containerimage.digest": digest } = JSON.parse(readFileSync(metadata, "utf8")) as {
      "containerimage.digest": string;
    };
    return digest;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
