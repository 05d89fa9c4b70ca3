import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { deployButton } from "../resource-manager/deploy-button";
import { resourceManagerPackage } from "../resource-manager/package";
import { bundle } from "../webapp/build/bundle";

const root = path.resolve(__dirname, "..");
const webapp = path.join(root, "webapp");

/** Files of a release by their names. */
export type Assets = ReadonlyMap<string, Uint8Array>;

/**
 * Makes what a release consists of: the package for Resource Manager, the web app's artifact, its bill of materials, and
 * the checksums of the three.
 *
 * @throws {Error} where the package is not the same when it is made again
 */
export async function assets(): Promise<Assets> {
  const zip = resourceManagerPackage();
  if (!Buffer.from(zip).equals(resourceManagerPackage()))
    throw new Error("oci-stack.zip must be the same when it is made again, and is not");
  const files = new Map<string, Uint8Array>([
    ["oci-stack.zip", zip],
    ["counter.tar.gz", readFileSync(path.join(webapp, "dist", "counter.tar.gz"))],
    ["counter.cdx.json", await billOfMaterials()],
  ]);
  return new Map([...files, ["SHA256SUMS", Buffer.from(checksums(files))]]);
}

/** A line for each file, as `sha256sum --check` reads them. */
export function checksums(files: Assets): string {
  const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
  return [...files].map(([name, bytes]) => `${digest(bytes)}  ${name}\n`).join("");
}

/**
 * Writes the notes of a release in Markdown: the button that deploys its package, and how to verify what was downloaded.
 *
 * @param repository address of the repository, such as `https://github.com/OWNER/counterpart`
 * @param tag the release's tag
 */
export function notes(repository: string, tag: string): string {
  const [, name = ""] = /^https:\/\/[^/]+\/([^/]+\/[^/]+)$/.exec(repository) ?? [];
  if (name === "") throw new Error(`\`repository\` must be the address of a repository, got ${repository}`);
  return `${deployButton(`${repository}/releases/download/${tag}/oci-stack.zip`)}

\`\`\`sh
sha256sum --check --ignore-missing SHA256SUMS
gh attestation verify oci-stack.zip --repo ${name}
\`\`\`

\`counter.tar.gz\` is the web app as both clouds run it, and \`counter.cdx.json\` its bill of materials (CycloneDX): what is bundled in it.
`;
}

/** CycloneDX's list of what is bundled in the artifact, the same bytes for the same sources. */
async function billOfMaterials(): Promise<Uint8Array> {
  const folder = mkdtempSync(path.join(tmpdir(), "counterpart-sbom-"));
  try {
    const { metafile } = await bundle(webapp);
    const [input, output] = [path.join(folder, "meta.json"), path.join(folder, "bom.json")];
    writeFileSync(input, JSON.stringify(metafile));
    const options = ["--output-reproducible", "--build-working-dir", webapp, "--output-file", output, input];
    const command = program("@cyclonedx/cyclonedx-esbuild", "cyclonedx-esbuild");
    execFileSync(process.execPath, [command, ...options], { stdio: ["ignore", "ignore", "pipe"] });
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Path of a package's command. */
function program(packageName: string, command: string): string {
  const folder = path.join(root, "node_modules", packageName);
  const { bin } = createRequire(__filename)(path.join(folder, "package.json")) as {
    bin: Record<string, string>;
  };
  return path.join(folder, bin[command] ?? "");
}
