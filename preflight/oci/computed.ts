import { createHash } from "node:crypto";
import { literal } from "../stack";
import type { Variables } from "./variables";

/*
 * Of Terraform's expressions these are all that names and counts of the stack are made with. Anything else has no value here, and
 * is not asked about.
 */

/** The text that Terraform would make of an argument; nothing where more than variables goes into it. */
export function textOf(value: unknown, variables: Variables): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") return undefined;
  const filled = value
    .replaceAll(
      /\$\{substr\(sha256\(([^()]*(?:\([^()]*\))?[^()]*)\), (\d+), (\d+)\)\}/g,
      (whole, inner: string, from: string, count: string) =>
        digest(inner, variables, Number(from), Number(count)) ?? whole,
    )
    .replaceAll(/\$\{var\.(\w+)(?:\.(\w+))?\}/g, (_, name: string, attribute?: string) =>
      textual(valueOf(variables[name], attribute)),
    );
  return literal(filled);
}

/** Number of instances of a resource: one, or as its `count` says of a variable. */
export function countOf(count: unknown, variables: Variables): number {
  if (typeof count !== "string") return 1;
  const [, flag] = /^\$\{var\.(\w+) \? 1 : 0\}$/.exec(count) ?? [];
  if (flag !== undefined) return variables[flag] === true ? 1 : 0;
  const [, name, sign] = /^\$\{\(length\(var\.(\w+)\) (<|>=) 1\) \? 1 : 0\}$/.exec(count) ?? [];
  if (name === undefined) return 1;
  return (textual(variables[name]) === "") === (sign === "<") ? 1 : 0;
}

function digest(inner: string, variables: Variables, from: number, count: number): string | undefined {
  const text = argumentOf(inner, variables);
  if (text === undefined) return undefined;
  return createHash("sha256")
    .update(text)
    .digest("hex")
    .slice(from, from + count);
}

/** Argument of the digest: a variable, or `join("/", [var.a, "b"])`. */
function argumentOf(inner: string, variables: Variables): string | undefined {
  const joined = /^join\("([^"]*)", \[(.*)\]\)$/.exec(inner);
  const parts = (joined?.[2] ?? inner).split(", ").map((part) => {
    const name = /^var\.(\w+)$/.exec(part)?.[1];
    return name === undefined ? /^"([^"]*)"$/.exec(part)?.[1] : textual(variables[name]);
  });
  return parts.every((part) => part !== undefined) ? parts.join(joined?.[1] ?? "") : undefined;
}

function valueOf(value: unknown, attribute: string | undefined): unknown {
  return attribute === undefined ? value : (value as Variables | undefined)?.[attribute];
}

function textual(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? "");
}
