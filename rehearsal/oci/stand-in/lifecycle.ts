import { setTimeout as wait } from "node:timers/promises";
import { ApiFault, pause } from "./client";
import { bodyFor, placed, placeOf, stateFrom, type Type, worked } from "./requests";
import { specials } from "./specials";
import { isGone, type Item } from "./state";
import { type ObjectValue, unknown, type Value } from "./values";

/** States in which a resource is worked on. */
const working = /^(PROVISIONING|CREATING|UPDATING|SCALING|STARTING|STOPPING|TERMINATING|DELETING)$/;

/** Creates a resource, and waits until it is there. */
export async function create(type: Type, planned: ObjectValue): Promise<ObjectValue> {
  const { kind, client, facts } = type;
  const late = Object.fromEntries((facts.late ?? []).map((name) => [name, []]));
  const known: Record<string, Value> = { ...planned, ...late };
  for (const [name, value] of Object.entries(known)) if (value === unknown) known[name] = null;
  if (kind.named !== undefined) known.name = placed(kind.named, known);
  if (kind.id !== undefined) known.id = placed(kind.id, known);
  const special = specials[planned.manage_default_resource_id ? "default" : kind.at]?.create;
  const answer = special
    ? await special(type, known)
    : await client.call("POST", placed(kind.at, known), { body: bodyFor(type, known) });
  const made = await worked(type, answer);
  const body = (answer.body ?? {}) as Item;
  const state = stateFrom(type, { ...known, id: known.id ?? made ?? null }, body);
  return (await settled(type, state)) ?? state;
}

/** Reads a resource. @returns its state, null where it is gone */
export async function read(type: Type, state: ObjectValue): Promise<ObjectValue | null> {
  const answer = await answerAbout(type, state);
  return answer === undefined || isGone(answer) ? null : stateFrom(type, state, answer);
}

async function answerAbout(type: Type, state: ObjectValue): Promise<Item | undefined> {
  const special = specials[type.kind.at]?.read;
  try {
    if (special) return await special(type, state);
    return (await type.client.call("GET", placeOf(type.kind, state))).body as Item;
  } catch (error) {
    if (error instanceof ApiFault && error.status === 404) return undefined;
    throw error;
  }
}

async function settled(type: Type, state: ObjectValue): Promise<ObjectValue | null> {
  for (;;) {
    const answer = await answerAbout(type, state);
    if (answer === undefined || isGone(answer)) return null;
    if (!working.test(String(answer.lifecycleState))) return stateFrom(type, state, answer);
    await wait(pause);
  }
}

/** Changes a resource in place, and waits until it is so. */
export async function update(type: Type, prior: ObjectValue, planned: ObjectValue): Promise<ObjectValue> {
  const { kind, client, facts } = type;
  const fixed = (facts.replace ?? []).filter((path) => !path.includes("."));
  const { before, change } = specials[kind.at] ?? {};
  if (change) await worked(type, await change(type, planned));
  else if (!before || (await before(type, prior, planned))) {
    const body = bodyFor(type, planned, ...fixed);
    await worked(type, await client.call(kind.changes ?? "PUT", placeOf(kind, planned), { body }));
  }
  return (await settled(type, planned)) ?? planned;
}

/** Deletes a resource, and waits until it is gone. */
export async function remove(type: Type, state: ObjectValue): Promise<void> {
  const { kind, client } = type;
  const special = specials[state.manage_default_resource_id ? "default" : kind.at]?.remove;
  try {
    if (special) await worked(type, await special(type, state));
    else if (kind.goes === "scheduled")
      await client.call("POST", `${placeOf(kind, state)}/actions/scheduleDeletion`, {
        body: typeof state.time_of_deletion === "string" ? { timeOfDeletion: state.time_of_deletion } : {},
      });
    else await worked(type, await client.call("DELETE", placeOf(kind, state)));
  } catch (error) {
    if (error instanceof ApiFault && error.status === 404) return;
    throw error;
  }
  if (!special) await settled(type, state);
}
