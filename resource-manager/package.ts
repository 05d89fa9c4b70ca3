import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { App } from "cdktf";
import { unzipSync, type Zippable, zipSync } from "fflate";
import { context } from "../cdktf.json";
import environments from "../environments.json";
import { ociOptions } from "../stacks/oci/options";
import { withoutTrace } from "../stacks/context/app";
import type { Context } from "../stacks/context/context";
import { type Environments, placeOf } from "../stacks/context/environments";
import { ociStackFrom } from "../stacks/context/from-context";
import { profileOf } from "../stacks/context/options";
import { form } from "./form";
import { type FormDefinition, schemaYaml } from "./schema-document";

// Resource Manager runs Terraform 1.5.7 and asks for at least one file that ends in `.tf`.
const versions = `terraform {
  required_version = ">= 1.5.0"
}
`;

// A zip tells times to two seconds from 1980 on, in local time; one fixed date for all keeps its bytes the same.
const mtime = new Date(1980, 0, 1, 12);

/**
 * Makes the OCI stack into what Oracle Resource Manager takes: a zip of Terraform without a backend, because Resource
 * Manager keeps the state itself.
 *
 * @param choices what is decided before, such as the profile, in the place of what `cdktf.json` says
 * @param environments all that there are; the package is of the one that is asked for
 * @returns the zip's bytes, the same for the same sources
 */
export function resourceManagerPackage(
  choices: Readonly<Record<string, unknown>> = {},
  environments: Environments = {},
): Uint8Array {
  const outdir = mkdtempSync(join(tmpdir(), "counterpart-resource-manager-"));
  try {
    const app = new App({ outdir, context: { ...context, ...choices } });
    const place = placeOf(app, environments);
    const stack = ociStackFrom(place);
    app.synth();
    const profile = profileOf(place.node.getAllContext() as Context);
    const options = ociOptions(place.node);
    if (options.kubernetes)
      throw new RangeError(
        '`webTier` must be "servers" in a package for Resource Manager, where nobody applies what runs in a cluster, got "kubernetes"',
      );
    const definition = form({ profile, options });
    return zipSync(entries(join(outdir, "stacks", stack.node.id), definition), { level: 9, mtime });
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function entries(folder: string, definition: FormDefinition): Zippable {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
  return {
    LICENSE: readFileSync(join(__dirname, "..", "LICENSE")),
    "schema.yaml": Buffer.from(schemaYaml(definition)),
    "versions.tf": Buffer.from(versions),
    ...Object.fromEntries(
      files.map((file) => {
        const bytes = readFileSync(join(folder, file));
        return [file, file === "cdk.tf.json" ? withoutBackend(bytes) : bytes];
      }),
    ),
  };
}

// A backend of one's own, and the release of Terraform that it takes, are nothing to Resource Manager.
function withoutBackend(json: Buffer): Uint8Array {
  const { terraform, ...rest } = JSON.parse(json.toString()) as { terraform: Terraform };
  const { backend, required_version, ...kept } = terraform;
  return Buffer.from(`${JSON.stringify({ terraform: kept, ...rest }, null, 2)}\n`);
}

interface Terraform {
  readonly backend: object;
  readonly required_version?: string;
}

/** Contents of the package and the next steps, in plain text. */
export function report(path: string, bytes: Uint8Array): string {
  const unzipped = unzipSync(bytes);
  const files = Object.entries(unzipped).map(([name, { length }]) => `  ${kilobytes(length)}  ${name}`);
  const { variable } = JSON.parse(Buffer.from(unzipped["cdk.tf.json"]!).toString()) as {
    variable: Readonly<Record<string, { readonly default?: unknown }>>;
  };
  const asked = Object.entries(variable).filter(([, input]) => input.default === undefined);
  const variables = JSON.stringify(Object.fromEntries(asked.map(([name]) => [name, "…"])));
  return [
    `${path}: ${kilobytes(bytes.length).trim()}`,
    ...files,
    "",
    "In the console: Developer Services > Resource Manager > Stacks > Create stack > My configuration > .zip file",
    "By the CLI:",
    `  oci resource-manager stack create --compartment-id <ocid> --config-source ${path} --working-directory "" --variables '${variables}'`,
    "  oci resource-manager job create-apply-job --stack-id <ocid> --execution-plan-strategy AUTO_APPROVED",
  ].join("\n");
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KB`.padStart(8);
}

if (require.main === module)
  withoutTrace(() => {
    const bytes = resourceManagerPackage({}, environments);
    const folder = join(__dirname, "dist");
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "oci-stack.zip");
    writeFileSync(file, bytes);
    console.log(report(relative(process.cwd(), file), bytes));
  });
