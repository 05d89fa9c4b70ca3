import type { Item } from "./http";
import { ApiError, notFound } from "./http";
import { atOnce, lifecycles, type Pace } from "./pace";

/** State of a resource when its work is done. */
interface Work {
  /** Milliseconds of the clock when it is. */
  readonly until: number;
  /** State that it has then; nothing where it is gone. */
  readonly state: unknown;
}

/** Everything that exists in the tenancy, in the order of its creation. */
export class Inventory {
  private readonly items = new Map<string, { kind: string; item: Item }>();
  private readonly works = new Map<string, Work>();
  private created = 0;

  constructor(private readonly pace: Pace = atOnce) {}

  /** Adds a resource of a kind, such as `vcn`, and gives it an OCID. */
  add(kind: string, item: Item): Item {
    const id = `ocid1.${kind}.oc1.iad.${String(++this.created).padStart(8, "0")}`;
    const whole: Item = {
      id,
      timeCreated: now(),
      freeformTags: {},
      definedTags: {},
      systemTags: {},
      ...item,
    };
    this.items.set(id, { kind, item: whole });
    this.begin(id, lifecycles[kind]?.creating, whole.lifecycleState);
    return whole;
  }

  /** The resource with an OCID. */
  get(id: string): Item {
    this.finish();
    const found = this.items.get(id);
    if (!found) throw notFound(id);
    return found.item;
  }

  /** Changes a resource in place. */
  change(id: string, changes: Item): Item {
    return Object.assign(this.get(id), defined(changes));
  }

  /**
   * Changes a resource as somebody asks who is not the cloud itself.
   *
   * @throws {ApiError} where it is just made, changed or taken away
   */
  update(id: string, changes: Item): Item {
    this.requireIdle(id);
    const item = this.change(id, changes);
    this.begin(id, lifecycles[this.items.get(id)!.kind]?.changing, item.lifecycleState);
    return item;
  }

  /**
   * Refuses to work on a resource that is worked on: `409 IncorrectState`
   * (https://docs.oracle.com/iaas/Content/API/References/apierrors.htm).
   */
  requireIdle(id: string): void {
    const { lifecycleState } = this.get(id);
    if (this.works.has(id))
      throw new ApiError(409, "IncorrectState", `${id} is in the state ${String(lifecycleState)}`);
  }

  /** Removes a resource. */
  remove(id: string): void {
    this.get(id);
    this.begin(id, lifecycles[this.items.get(id)!.kind]?.deleting, undefined);
    if (!this.works.has(id)) this.items.delete(id);
  }

  /** All resources of a kind. */
  all(kind: string): Item[] {
    this.finish();
    return [...this.items.values()].filter((entry) => entry.kind === kind).map(({ item }) => item);
  }

  /** Number of resources. */
  get size(): number {
    this.finish();
    return this.items.size;
  }

  /** Number of resources of each kind. */
  count(): Record<string, number> {
    this.finish();
    const counts: Record<string, number> = {};
    for (const { kind } of this.items.values()) counts[kind] = (counts[kind] ?? 0) + 1;
    return counts;
  }

  private begin(id: string, meanwhile: string | undefined, state: unknown): void {
    if (meanwhile === undefined || this.pace.workMs === 0) return;
    this.items.get(id)!.item.lifecycleState = meanwhile;
    this.works.set(id, { until: Date.now() + this.pace.workMs, state });
  }

  private finish(): void {
    for (const [id, { until, state }] of this.works) {
      if (until > Date.now()) continue;
      this.works.delete(id);
      if (state === undefined) this.items.delete(id);
      else this.items.get(id)!.item.lifecycleState = state;
    }
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
