import { isDeepStrictEqual } from "node:util";
import {
  type App,
  DefaultTokenResolver,
  StringConcat,
  TerraformAsset,
  TerraformCount,
  TerraformElement,
  TerraformLocal,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
  Testing,
  Tokenization,
} from "cdktf";

/** An object of the providers' bindings: a resource, a data source or a provider. */
type Binding = TerraformElement & {
  readonly terraformResourceType: string;
  readonly dependsOn?: string[];
  readonly count?: unknown;
  readonly lifecycle?: object;
  readonly provisioners?: object[];
  readonly input?: unknown;
  readonly triggersReplace?: unknown;
  getStringAttribute(attribute: string): string;
};

type Values = Readonly<Record<string, unknown>>;

/** Synthesized JSON: blocks by their kind, type and name. */
type Json = Readonly<Record<string, Record<string, Record<string, Values>>>>;

/** One statement of a program. */
interface Statement {
  readonly type: new (scope: TerraformStack, id: string, config: Values) => Binding;
  readonly address: string;
  readonly logicalId: string;
  readonly config: Values;
  overrides: Values;
}

/** A file that is deployed with a stack. */
interface Asset {
  readonly path: string;
  readonly assetHash: string;
}

/** A program that adds a stack to an application. */
export type Program = (app: App, id: string) => TerraformStack;

/**
 * A stack as a program of raw cdktf has it: the bindings of its resources, data sources and providers one after the other, with the
 * same arguments, and tokens where an argument is an attribute of one before; variables, locals, outputs and assets beside them.
 * Arguments that no binding has, such as a dynamic block, are overrides.
 *
 * @throws {Error} where the program does not synthesize the stack's own resources and data sources
 */
export function rawProgramOf(stack: TerraformStack): Program {
  const json = synthesized(stack);
  const statements = stack.node
    .findAll()
    .filter(isBinding)
    .map((element) => statementOf(stack, element));
  const assets = stack.node.findAll().filter((one) => one instanceof TerraformAsset);
  const files = assets.map(({ assetHash, ...asset }) => ({
    path: (asset as unknown as { sourcePath: string }).sourcePath,
    assetHash,
  }));
  const program: Program = (app, id) => run(app, id, statements, json, files);
  overrideDifferences(statements, json, synthesized(program(Testing.app(), "raw")));
  const [left] = differences(json, synthesized(program(Testing.app(), "raw")));
  if (left) throw new Error(`the program of raw cdktf has another ${left.address}`);
  return program;
}

function synthesized(stack: TerraformStack): Json {
  return JSON.parse(Testing.synth(stack)) as Json;
}

function isBinding(element: unknown): element is Binding {
  return element instanceof TerraformElement && "terraformResourceType" in element;
}

function statementOf(stack: TerraformStack, element: Binding): Statement {
  const inputs = Object.keys(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(element) as object))
    .filter((key) => key.endsWith("Input"))
    .map((key): [string, unknown] => [key.slice(0, -"Input".length), (element as unknown as Values)[key]]);
  const { dependsOn, count, lifecycle, provisioners, input, triggersReplace } = element;
  const meta = {
    dependsOn: dependsOn?.map((fqn) => ({ fqn })),
    count: count instanceof TerraformCount ? count.toTerraform() : count,
    lifecycle,
    provisioners,
    ...(element.terraformResourceType === "terraform_data" && { input, triggersReplace }),
  };
  return {
    type: element.constructor as Statement["type"],
    address: String(resolved(stack, { fqn: element.fqn }).fqn).replace(/^\$\{|\}$/g, ""),
    logicalId: element.friendlyUniqueId,
    config: resolved(stack, { ...Object.fromEntries(inputs), ...meta }),
    overrides: resolved(stack, (element as unknown as { rawOverrides: object }).rawOverrides),
  };
}

function resolved(scope: TerraformStack, values: object): Values {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return Tokenization.resolve(values, { scope, resolver, preparing: false }) as Values;
}

function run(
  app: App,
  id: string,
  statements: readonly Statement[],
  json: Json,
  assets: readonly Asset[],
): TerraformStack {
  const stack = new TerraformStack(app, id);
  const made = new Map<string, Binding>();
  for (const [at, asset] of assets.entries()) new TerraformAsset(stack, `asset-${at}`, asset);
  for (const [name, values] of Object.entries(json.variable ?? {}))
    new TerraformVariable(stack, name, values).overrideLogicalId(name);
  for (const [name, value] of Object.entries(json.locals ?? {}))
    new TerraformLocal(stack, name, value).overrideLogicalId(name);
  for (const { type, address, logicalId, config, overrides } of statements) {
    const binding = new type(stack, address, withTokens(config, made) as Values);
    binding.overrideLogicalId(logicalId);
    for (const [name, value] of Object.entries(overrides)) binding.addOverride(name, value);
    made.set(address, binding);
  }
  for (const [name, values] of Object.entries(json.output ?? {}))
    new TerraformOutput(stack, name, { ...values, value: withTokens(values.value, made) }).overrideLogicalId(
      name,
    );
  return stack;
}

const attributeReference = /\$\{((?:data\.)?\w+\.[\w-]+)\.(\w+)\}/g;

function withTokens(value: unknown, made: ReadonlyMap<string, Binding>): unknown {
  if (typeof value === "string")
    return value.replace(
      attributeReference,
      (text, address: string, attribute: string) => made.get(address)?.getStringAttribute(attribute) ?? text,
    );
  if (Array.isArray(value)) return value.map((item) => withTokens(item, made));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withTokens(item, made)]));
  return value;
}

function overrideDifferences(statements: readonly Statement[], wanted: Json, got: Json): void {
  for (const { address, argument, value } of differences(wanted, got)) {
    const statement = statements.find((one) => one.address === address);
    if (statement) statement.overrides = { ...statement.overrides, [argument]: value };
  }
}

function differences(wanted: Json, got: Json) {
  return ["resource", "data"].flatMap((kind) =>
    Object.entries(wanted[kind] ?? {}).flatMap(([type, byName]) =>
      Object.entries(byName).flatMap(([name, { ["//"]: _, ...block }]) => {
        const { ["//"]: __, ...other } = got[kind]?.[type]?.[name] ?? {};
        const address = `${kind === "data" ? "data." : ""}${type}.${name}`;
        return [...new Set([...Object.keys(block), ...Object.keys(other)])]
          .filter((argument) => !isDeepStrictEqual(block[argument], other[argument]))
          .map((argument) => ({ address, argument, value: block[argument] }));
      }),
    ),
  );
}
