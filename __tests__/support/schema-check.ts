import type { Block, NestedBlock, ProviderSchema } from "./provider-schema";
import { isPathIn, referenceViolations } from "./schema-references";
import { argumentViolations, isExpression, isRecord } from "./schema-values";

/** A Terraform configuration in JSON syntax, as far as it is read here. */
export interface Configuration {
  readonly resource?: Elements;
  readonly data?: Elements;
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly locals?: Readonly<Record<string, unknown>>;
  readonly variable?: Readonly<Record<string, unknown>>;
  readonly output?: Readonly<Record<string, unknown>>;
}

/** Blocks by type and name. */
export type Elements = Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;

const metaArguments: ReadonlySet<string> = new Set([
  "//",
  "connection",
  "count",
  "depends_on",
  "for_each",
  "lifecycle",
  "provider",
  "provisioner",
]);

/**
 * Lists what is wrong with a configuration as far as its providers' schemas tell: unknown, missing, read-only and
 * ill-typed arguments, blocks that are too many, too few or no blocks, and references that lead nowhere.
 *
 * It is what `terraform validate` finds, without the providers: expressions are not evaluated, and rules that a
 * provider has beside its schema are not known.
 *
 * @param schemas by the provider's local name, such as `oci`
 */
export function schemaViolations(
  configuration: Configuration,
  schemas: Readonly<Record<string, ProviderSchema>>,
): string[] {
  const { resource = {}, data = {} } = configuration;
  return [
    ...providerViolations(configuration, schemas),
    ...elementViolations(resource, "", (type) => schemaOf(schemas, type)?.resources[type]),
    ...elementViolations(data, "data.", (type) => schemaOf(schemas, type)?.dataSources[type]),
    ...referenceViolations(configuration, schemas),
  ];
}

function schemaOf(schemas: Readonly<Record<string, ProviderSchema>>, type: string) {
  return schemas[type.split("_")[0]!];
}

function providerViolations(
  { provider = {} }: Configuration,
  schemas: Readonly<Record<string, ProviderSchema>>,
): string[] {
  return Object.entries(provider).flatMap(([name, configurations]) => {
    const schema = schemas[name];
    if (!schema) return [`provider.${name}: unknown provider`];
    return asArray(configurations).flatMap((configuration, index) =>
      blockViolations(configuration, schema.provider, `provider.${name}[${index}]`, new Set(["alias"])),
    );
  });
}

function elementViolations(
  elements: Elements,
  prefix: string,
  blockOf: (type: string) => Block | undefined,
): string[] {
  return Object.entries(elements).flatMap(([type, byName]) => {
    const block = blockOf(type);
    // Terraform's own resource, which no provider's schema lists.
    if (type === "terraform_data") return [];
    if (!block) return [`${prefix}${type}: unknown type`];
    return Object.entries(byName).flatMap(([name, element]) => [
      ...blockViolations(element, block, `${prefix}${type}.${name}`, metaArguments),
      ...lifecycleViolations(element.lifecycle, block, `${prefix}${type}.${name}.lifecycle`),
    ]);
  });
}

function lifecycleViolations(lifecycle: unknown, block: Block, path: string): string[] {
  const ignored = isRecord(lifecycle) ? lifecycle.ignore_changes : undefined;
  if (!Array.isArray(ignored)) return [];
  return ignored
    .filter((argument) => !isPathIn(block, String(argument)))
    .map((argument) => `${path}.ignore_changes: \`${argument}\` leads nowhere`);
}

function blockViolations(
  value: unknown,
  { attributes = {}, block_types: blockTypes = {} }: Block,
  path: string,
  meta: ReadonlySet<string> = new Set(),
): string[] {
  if (!isRecord(value)) return [`${path}: must be a block, got ${JSON.stringify(value)}`];
  const { dynamic, ...rest } = value;
  const generated = dynamicBlocks(dynamic);
  const plain = Object.entries(rest).filter(([name]) => !meta.has(name) && !(name in blockTypes));
  return [
    ...argumentViolations(Object.fromEntries(plain), attributes, path),
    ...Object.keys(generated)
      .filter((name) => !(name in blockTypes))
      .map((name) => `${path}: unknown block \`${name}\``),
    ...Object.entries(blockTypes).flatMap(([name, nested]) =>
      nestedBlockViolations(rest[name], generated[name], nested, `${path}.${name}`),
    ),
  ];
}

function nestedBlockViolations(
  value: unknown,
  generated: readonly Record<string, unknown>[] = [],
  nested: NestedBlock,
  path: string,
): string[] {
  const written = nested.nesting_mode === "map" ? labelled(value) : asArray(value);
  return [
    ...countViolations(written.length, generated.length > 0, nested, path),
    ...written.flatMap((item, index) => blockViolations(item, nested.block, `${path}[${index}]`)),
    ...generated.flatMap(({ for_each: forEach, content }) => [
      ...(forEach === undefined ? [`${path}: dynamic block without \`for_each\``] : []),
      ...asArray(content ?? {}).flatMap((item) => blockViolations(item, nested.block, `${path}[*]`)),
    ]),
  ];
}

function countViolations(
  written: number,
  isDynamic: boolean,
  { nesting_mode: mode, min_items: min = 0, max_items: max }: NestedBlock,
  path: string,
): string[] {
  const most = mode === "single" || mode === "group" ? 1 : max || Infinity;
  if (written > most) return [`${path}: at most ${most} blocks, got ${written}`];
  if (written < min && !isDynamic) return [`${path}: at least ${min} blocks, got ${written}`];
  return [];
}

/** Contents of dynamic blocks by the name of the block that they generate. */
function dynamicBlocks(dynamic: unknown): Record<string, Record<string, unknown>[]> {
  const blocks: Record<string, Record<string, unknown>[]> = {};
  for (const byName of asArray(dynamic).filter(isRecord))
    for (const [name, block] of Object.entries(byName))
      (blocks[name] ??= []).push(...asArray(block).filter(isRecord));
  return blocks;
}

// In JSON syntax one block may stand without its array; an expression never stands for a block.
function asArray(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) && !isExpression(value) ? value : [value];
}

function labelled(value: unknown): unknown[] {
  return asArray(value).flatMap((item) => (isRecord(item) ? Object.values(item).flatMap(asArray) : [item]));
}
