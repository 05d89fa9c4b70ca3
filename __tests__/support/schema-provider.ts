import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type ServiceClientConstructor,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import type { Attribute, Block, ProviderSchema } from "./provider-schema";
import { withoutBackend } from "../../rehearsal/machine/providers";

/**
 * Validates a configuration with Terraform itself, for a provider that this machine does not have.
 *
 * A provider that knows nothing but its schema stands in for it: Terraform evaluates expressions, types, arguments,
 * blocks and references as ever, and only the provider's own rules beside its schema are missing.
 *
 * @param source of the provider, such as `oracle/oci`
 * @returns what Terraform complains of, nothing where it is content
 */
export async function validateWithTerraform(
  configuration: object,
  source: string,
  schema: ProviderSchema,
): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "counterpart-validate-"));
  try {
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(withoutBackend(configuration)));
    return await validateFolderWithTerraform(folder, source, schema);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Validates what lies in a folder, as {@link validateWithTerraform} does. */
export async function validateFolderWithTerraform(
  folder: string,
  source: string,
  schema: ProviderSchema,
): Promise<string[]> {
  const server = new Server();
  server.addService(providerService(), answers(schema));
  const port = await listen(server);
  try {
    // Nothing is to be installed, so that there is no `init`.
    const env = { ...process.env, TF_REATTACH_PROVIDERS: reattachment(source, port), TF_CLI_CONFIG_FILE: "" };
    const { diagnostics } = JSON.parse(await terraform(["validate", "-json"], folder, env)) as Validation;
    return diagnostics.map(({ summary, detail }) => `${summary}: ${detail}`);
  } finally {
    server.forceShutdown();
  }
}

interface Validation {
  readonly diagnostics: readonly { readonly summary: string; readonly detail: string }[];
}

const nestingModes = { single: "SINGLE", list: "LIST", set: "SET", map: "MAP", group: "GROUP" };

function providerService() {
  const definition = loadSync(join(__dirname, "tfplugin5.proto"), { keepCase: true });
  const { tfplugin5 } = loadPackageDefinition(definition) as unknown as {
    tfplugin5: { Provider: ServiceClientConstructor };
  };
  return tfplugin5.Provider.service;
}

function answers({ provider, resources, dataSources }: ProviderSchema) {
  const schemas = {
    provider: { block: toProtocol(provider) },
    resource_schemas: allToProtocol(resources),
    data_source_schemas: allToProtocol(dataSources),
  };
  type Answer = (error: null, value: object) => void;
  const nothing = (_: unknown, answer: Answer) => answer(null, {});
  return {
    GetSchema: (_: unknown, answer: Answer) => answer(null, schemas),
    PrepareProviderConfig: ({ request }: { request: object }, answer: Answer) => answer(null, request),
    ValidateResourceTypeConfig: nothing,
    ValidateDataSourceConfig: nothing,
    Stop: nothing,
  };
}

function allToProtocol(blocks: Readonly<Record<string, Block>>) {
  return Object.fromEntries(
    Object.entries(blocks).map(([type, block]) => [type, { block: toProtocol(block) }]),
  );
}

function toProtocol({ attributes = {}, block_types: blockTypes = {} }: Block): object {
  return {
    attributes: Object.entries(attributes).map(([name, attribute]) => attributeToProtocol(name, attribute)),
    block_types: Object.entries(blockTypes).map(([typeName, nested]) => ({
      ...nested,
      type_name: typeName,
      block: toProtocol(nested.block),
      nesting: nestingModes[nested.nesting_mode],
    })),
  };
}

function attributeToProtocol(name: string, { type, nested_type: nested, ...attribute }: Attribute): object {
  if (nested) throw new Error(`protocol 5 has no nested attributes, got \`${name}\``);
  return { ...attribute, name, type: Buffer.from(JSON.stringify(type)) };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    ),
  );
}

function reattachment(source: string, port: number): string {
  const address = { Network: "tcp", String: `127.0.0.1:${port}` };
  const plugin = { Protocol: "grpc", ProtocolVersion: 5, Pid: process.pid, Test: true, Addr: address };
  return JSON.stringify({ [`registry.terraform.io/${source}`]: plugin });
}

// `validate -json` prints its findings and fails; only a failure without them is one of ours.
function terraform(args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) =>
    execFile("terraform", args, { cwd, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      error && !stdout.startsWith("{")
        ? reject(new Error(`terraform ${args.join(" ")} failed:\n${stdout}${stderr}`, { cause: error }))
        : resolve(stdout),
    ),
  );
}
