import type { Attribute, AttributeType, Block, ProviderSchema } from "./provider-schema";
import type { Configuration, Elements } from "./schema-check";
import { isRecord } from "./schema-values";

type Step = { readonly attribute: string } | "index";
type Place =
  | { readonly block: Block }
  | { readonly many: Place }
  | { readonly type: AttributeType }
  | { readonly attributes: Readonly<Record<string, Attribute>> };

const reference =
  /(?<![\w.-])(?:(data)\.)?([a-z]\w*)\.([A-Za-z_][\w-]*)((?:\.(?:[A-Za-z_][\w-]*|\d+|\*)|\[[^[\]]*\])*)/g;

/** Lists references to variables, locals, resources, data sources and attributes that there are none of. */
export function referenceViolations(
  configuration: Configuration,
  schemas: Readonly<Record<string, ProviderSchema>>,
): string[] {
  return [...expressions(configuration, "")].flatMap(({ path, expression }) =>
    [...expression.matchAll(reference)]
      .filter((match) => !resolves(match, configuration, schemas))
      .map(([text]) => `${path}: \`${text}\` leads nowhere`),
  );
}

function resolves(
  [, data, type = "", name = "", rest = ""]: RegExpMatchArray,
  configuration: Configuration,
  schemas: Readonly<Record<string, ProviderSchema>>,
): boolean {
  if (!data && type === "var") return name in (configuration.variable ?? {});
  if (!data && type === "local") return name in (configuration.locals ?? {});
  const schema = schemas[type.split("_")[0]!];
  // Something else than a reference to a resource, such as `each.value` or an element of a loop.
  if (!schema || !type.includes("_")) return !data;
  const elements: Elements = (data ? configuration.data : configuration.resource) ?? {};
  const element = elements[type]?.[name];
  const block = (data ? schema.dataSources : schema.resources)[type];
  if (!element || !block) return false;
  const path = steps(rest);
  if (("count" in element || "for_each" in element) && path[0] === "index") path.shift();
  return leadsSomewhere({ block }, path);
}

/** Whether a path such as `source_details[0].image_id` leads somewhere in a block. */
export function isPathIn(block: Block, path: string): boolean {
  return leadsSomewhere({ block }, steps(`.${path}`));
}

function steps(path: string): Step[] {
  return [...path.matchAll(/\.([A-Za-z_][\w-]*)|\.(?:\d+|\*)|\[[^[\]]*\]/g)].map(([, attribute]) =>
    attribute === undefined ? "index" : { attribute },
  );
}

function leadsSomewhere(place: Place, [step, ...rest]: Step[]): boolean {
  if (step === undefined) return true;
  const next = step === "index" ? element(place) : member(place, step.attribute);
  return next !== undefined && leadsSomewhere(next, rest);
}

function element(place: Place): Place | undefined {
  if ("many" in place) return place.many;
  if (!("type" in place) || typeof place.type === "string") return undefined;
  return place.type[0] === "object" || place.type[0] === "tuple" ? undefined : { type: place.type[1] };
}

function member(place: Place, name: string): Place | undefined {
  if ("block" in place) {
    const nested = place.block.block_types?.[name];
    if (!nested) return ofAttribute(place.block.attributes?.[name]);
    const isOne = nested.nesting_mode === "single" || nested.nesting_mode === "group";
    return isOne ? { block: nested.block } : { many: { block: nested.block } };
  }
  if ("attributes" in place) return ofAttribute(place.attributes[name]);
  if (!("type" in place) || typeof place.type === "string") return undefined;
  if (place.type[0] === "map") return { type: place.type[1] };
  const attribute = place.type[0] === "object" ? place.type[1][name] : undefined;
  return attribute === undefined ? undefined : { type: attribute };
}

function ofAttribute(attribute: Attribute | undefined): Place | undefined {
  if (!attribute) return undefined;
  const { nested_type: nested, type } = attribute;
  if (!nested) return type === undefined ? undefined : { type };
  const place = { attributes: nested.attributes };
  return nested.nesting_mode === "single" ? place : { many: place };
}

interface Expression {
  readonly path: string;
  readonly expression: string;
}

function* expressions(value: unknown, path: string): Generator<Expression> {
  if (typeof value === "string") {
    for (const expression of interpolations(value)) yield { path, expression };
    if (/\.(depends_on|lifecycle\.replace_triggered_by)\[\d+\]$/.test(path))
      yield { path, expression: value };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* expressions(item, `${path}[${index}]`);
  } else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value)) yield* expressions(item, path ? `${path}.${key}` : key);
  }
}

/** Expressions between `${` or `%{` and the brace, without quoted text (but with what is interpolated in a quote). */
function interpolations(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text.startsWith("$${", at) || text.startsWith("%%{", at)) at += 2;
    else if (text.startsWith("${", at) || text.startsWith("%{", at)) {
      const end = closing(text, at + 2);
      const inside = text.slice(at + 2, end);
      const quoted = inside.match(quotes) ?? [];
      found.push(inside.replace(quotes, '""'), ...quoted.flatMap(interpolations));
      at = end;
    }
  }
  return found;
}

const quotes = /"(?:[^"\\]|\\.)*"/g;

function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const quoted = text[at] === '"' ? /^"(?:[^"\\]|\\.)*"/.exec(text.slice(at)) : null;
    if (quoted) at += quoted[0].length - 1;
    else if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at;
  }
  return text.length;
}
