import { setTimeout as wait } from "node:timers/promises";
import { type Answer, type Client, pause } from "./client";
import type { Kind } from "./kinds";
import type { Facts } from "./plan";
import type { Block } from "./schema";
import { bodyOf, filled, type Item } from "./state";
import { type ObjectValue, textOf } from "./values";

/** A type of resources, and whom it is asked of. */
export interface Type {
  readonly kind: Kind;
  readonly block: Block;
  readonly facts: Facts;
  readonly client: Client;
  /** Folder that Terraform runs in, to which paths of files belong. */
  readonly folder: string;
}

/** Puts arguments in the place of their names in braces. */
export function placed(template: string, state: ObjectValue): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = textOf(state[name]);
    return value.startsWith("https://")
      ? new URL(value).host
      : template.includes(" ")
        ? encodeURIComponent(value)
        : value;
  });
}

/** Service and path of a resource. */
export function placeOf({ at, key = "id" }: Kind, state: ObjectValue): string {
  return placed(`${at}/{${key}}`, state);
}

/** Arguments that are in the path of a resource, and so in no body. */
function inPath({ at }: Kind): string[] {
  return [...at.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
}

/** Body of a request that makes or changes a resource. */
export function bodyFor({ kind, block }: Type, state: ObjectValue, ...without: readonly string[]): Item {
  const { outward = (body) => body, names = {} } = kind;
  return outward(bodyOf(block, state, names, ["id", ...inPath(kind), ...without]));
}

/** State of a resource that an API answered about. */
export function stateFrom({ kind, block }: Type, before: ObjectValue, answer: Item): ObjectValue {
  const { inward = (said) => said, names = {} } = kind;
  const said = inward(answer);
  return filled(block, before, kind.id === undefined ? said : { ...said, id: before.id }, names);
}

/**
 * Waits for a work request, where an answer has one.
 *
 * @returns OCID of what it made
 * @throws {Error} where it failed
 */
export async function worked({ client, kind }: Type, { headers }: Answer): Promise<string | undefined> {
  const id = headers["opc-work-request-id"] as string | undefined;
  if (id === undefined || kind.work === undefined) return undefined;
  for (;;) {
    const { body } = await client.call("GET", `${kind.work}/${id}`);
    const { status, lifecycleState, resources = [], loadBalancerId } = body as WorkRequest;
    const now = status ?? lifecycleState;
    if (now === "FAILED") throw new Error(`work request ${id} failed`);
    if (now === "SUCCEEDED") return resources[0]?.identifier ?? loadBalancerId;
    await wait(pause);
  }
}

interface WorkRequest {
  readonly status?: string;
  readonly lifecycleState?: string;
  readonly loadBalancerId?: string;
  readonly resources?: readonly { readonly identifier: string }[];
}
