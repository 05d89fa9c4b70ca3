import type { SynthesizedStack } from "./synth";

type Leaves = Map<string, unknown>;

/**
 * Differences between two stacks: `+ type: 2` for resources more, `- type: 1` for fewer, and each argument that it changes, with
 * its values where they are short. Resources of one type that change alike are one line, with their number.
 */
export function differences(before: SynthesizedStack, after: SynthesizedStack): string[] {
  const [one, other] = [elementsOf(before), elementsOf(after)];
  const gone = [...one.keys()].filter((address) => !other.has(address));
  const come = [...other.keys()].filter((address) => !one.has(address));
  const changed = [...other].flatMap(([address, leaves]) =>
    one.has(address) ? changesOf(typeOf(address), one.get(address)!, leaves) : [],
  );
  return [...counted("-", gone), ...counted("+", come), ...eachOnce(changed)].sort();
}

/** Arguments of every resource, data source and output by its address; local values, variables, providers and the backend. */
function elementsOf(json: SynthesizedStack): Map<string, Leaves> {
  const { resource, data = {}, locals = {}, variable = {}, output, provider } = json;
  const { terraform } = json as SynthesizedStack & { readonly terraform?: { readonly backend?: object } };
  const ofType = (prefix: string, types: object) =>
    Object.entries(types as Record<string, object>).flatMap(([type, byName]) =>
      Object.entries(byName as Record<string, object>).map(
        ([name, element]) => [`${prefix}${type} ${name}`, leavesOf(element)] as const,
      ),
    );
  return new Map([
    ...ofType("", resource),
    ...ofType("data.", data),
    ...ofType("", { output }),
    ["local ", leavesOf(locals)],
    ["var ", leavesOf(variable)],
    ["provider ", leavesOf(provider)],
    ["terraform ", leavesOf(terraform?.backend ?? {})],
  ]);
}

function leavesOf(value: unknown, path = ""): Leaves {
  if (typeof value !== "object" || value === null) return new Map([[path, value]]);
  const inner = Object.entries(value).filter(([name]) => name !== "//");
  // A place in a list tells nothing: a list is compared by what is in it.
  if (Array.isArray(value)) return new Map([[path, value.map((item) => JSON.stringify(item)).join()]]);
  return new Map(
    inner.flatMap(([name, item]) => [...leavesOf(item, path === "" ? name : `${path}.${name}`)]),
  );
}

function changesOf(type: string, before: Leaves, after: Leaves): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths]
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => `${type}.${path}${valuesOf(before.get(path), after.get(path))}`);
}

function valuesOf(before: unknown, after: unknown): string {
  const shown = [before, after].map((value) => (value === undefined ? "not set" : JSON.stringify(value)));
  return shown.every((text) => text.length <= 40 && !text.includes("${")) ? `: ${shown.join(" → ")}` : "";
}

const typeOf = (address: string) => address.split(" ", 1)[0]!;

function counted(sign: string, addresses: readonly string[]): string[] {
  const types = addresses.map(typeOf);
  return [...new Set(types)].map((type) => `${sign} ${type}: ${types.filter((one) => one === type).length}`);
}

function eachOnce(lines: readonly string[]): string[] {
  const times = (line: string) => lines.filter((other) => other === line).length;
  return [...new Set(lines)].map((line) => (times(line) > 1 ? `${line} (${times(line)} times)` : line));
}
