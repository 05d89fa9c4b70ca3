import type { Item } from "./http";
import { notFound } from "./http";

/** Everything that exists in the tenancy, in the order of its creation. */
export class Inventory {
  private readonly items = new Map<string, { kind: string; item: Item }>();
  private created = 0;

  /** Adds a resource of a kind, such as `vcn`, and gives it an OCID. */
  add(kind: string, item: Item): Item {
    const id = `ocid1.${kind}.oc1.iad.${String(++this.created).padStart(8, "0")}`;
    const whole = { id, timeCreated: now(), freeformTags: {}, definedTags: {}, systemTags: {}, ...item };
    this.items.set(id, { kind, item: whole });
    return whole;
  }

  /** The resource with an OCID. */
  get(id: string): Item {
    const found = this.items.get(id);
    if (!found) throw notFound(id);
    return found.item;
  }

  /** Changes a resource in place. */
  change(id: string, changes: Item): Item {
    return Object.assign(this.get(id), defined(changes));
  }

  /** Removes a resource. */
  remove(id: string): void {
    this.get(id);
    this.items.delete(id);
  }

  /** All resources of a kind. */
  all(kind: string): Item[] {
    return [...this.items.values()].filter((entry) => entry.kind === kind).map(({ item }) => item);
  }

  /** How many resources of each kind there are. */
  count(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { kind } of this.items.values()) counts[kind] = (counts[kind] ?? 0) + 1;
    return counts;
  }
}

/** The time as OCI writes it. */
export function now(): string {
  return new Date().toISOString();
}

function defined(item: Item): Item {
  return Object.fromEntries(
    Object.entries(item).filter(([, value]) => value !== undefined && value !== null),
  );
}
