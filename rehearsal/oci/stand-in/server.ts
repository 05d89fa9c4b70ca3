import { join } from "node:path";
import {
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type ServiceClientConstructor,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { diagnosed, Provider, type Surroundings } from "./provider";
import type { Attribute, Block, ProviderSchema } from "./schema";

/** A provider that Terraform is told to talk to, in the place of one that it would start. */
export interface Running {
  /** Value of `TF_REATTACH_PROVIDERS`, with which Terraform takes this one. */
  readonly reattachment: string;
  /** Ends it. */
  stop(): void;
}

const nestingModes = { single: "SINGLE", list: "LIST", set: "SET", map: "MAP", group: "GROUP" };

/**
 * Starts a provider that knows nothing but a schema, and so stands in for the one of that schema where a machine does not have it.
 *
 * @param source of the provider, such as `oracle/oci`
 * @param surroundings where requests go; without them it only validates
 */
export async function startStandIn(
  source: string,
  schema: ProviderSchema,
  surroundings: Surroundings = { environment: {}, folder: "" },
): Promise<Running> {
  const server = new Server({ "grpc.max_receive_message_length": -1 });
  const providers = new Map<string, Provider>();
  // Terraform has a connection for each configuration of a provider.
  const providerOf = (peer: string) => {
    const found = providers.get(peer) ?? new Provider(schema, surroundings);
    providers.set(peer, found);
    return found;
  };
  server.addService(providerService(), answers(schema, providerOf));
  const port = await listen(server);
  return {
    reattachment: reattachment(source, port),
    stop: () => {
      for (const provider of providers.values()) provider.close();
      server.forceShutdown();
    },
  };
}

function providerService() {
  const definition = loadSync(join(__dirname, "tfplugin5.proto"), { keepCase: true });
  const { tfplugin5 } = loadPackageDefinition(definition) as unknown as {
    tfplugin5: { Provider: ServiceClientConstructor };
  };
  return tfplugin5.Provider.service;
}

function answers(
  { provider, resources, dataSources }: ProviderSchema,
  providerOf: (peer: string) => Provider,
) {
  const schemas = {
    provider: { block: toProtocol(provider) },
    resource_schemas: allToProtocol(resources),
    data_source_schemas: allToProtocol(dataSources),
  };
  type Answer = (error: null, value: object) => void;
  type Call = { readonly request: object; getPeer(): string };
  const nothing = (_: unknown, answer: Answer) => answer(null, {});
  const by =
    (ask: (one: Provider, request: never) => object | Promise<object>) => (call: Call, answer: Answer) => {
      Promise.resolve()
        .then(() => ask(providerOf(call.getPeer()), call.request as never))
        .catch((error: unknown) => ({ diagnostics: diagnosed(error) }))
        .then(
          (value) => answer(null, value),
          () => undefined,
        );
    };
  return {
    GetSchema: (_: unknown, answer: Answer) => answer(null, schemas),
    PrepareProviderConfig: ({ request }: { request: object }, answer: Answer) => answer(null, request),
    ValidateResourceTypeConfig: nothing,
    ValidateDataSourceConfig: nothing,
    UpgradeResourceState: by((one, request) => one.upgrade(request)),
    Configure: by((one, request) => one.configure(request)),
    ReadResource: by((one, request) => one.read(request)),
    PlanResourceChange: by((one, request) => one.plan(request)),
    ApplyResourceChange: by((one, request) => one.apply(request)),
    ReadDataSource: by((one, request) => one.readData(request)),
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
