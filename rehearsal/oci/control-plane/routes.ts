import { randomBytes } from "node:crypto";
import type { Collection, Unique } from "./collections";
import { type ApiAnswer, ApiError, type ApiRequest, type Item, noContent, notFound, ok } from "./http";
import { requireUnused } from "./in-use";
import { Inventory, now } from "./inventory";
import { atOnce, type Pace } from "./pace";

/** Handler of a request; `:name` segments of the path follow it in their order. */
type Handler = (request: ApiRequest, ...segments: string[]) => ApiAnswer;

/** Differences of a kind of resource from the others. */
interface Special {
  readonly state?: string;
  readonly listsItems?: boolean;
  readonly extra?: Collection["extra"];
  readonly unique?: Collection["unique"];
  /** Side effect of a removal. */
  readonly removed?: (id: string) => void;
}

/** The tenancy and the requests that it answers. */
export class Routes {
  readonly inventory: Inventory;
  /** Health of servers that start from now on, as the load balancer sees it. */
  health: "OK" | "CRITICAL" = "OK";

  /** Custom metrics that OCI Monitoring took. */
  readonly metrics: Item[] = [];

  private readonly handlers: { method: string; service: string; pattern: string[]; handler: Handler }[] = [];
  private readonly workRequests = new Map<string, { readonly until: number; readonly item: Item }>();
  private readonly secrets = new Map<string, string>();
  private readonly busyUntil = new Map<string, number>();
  private count = 0;

  /** @param pace how fast it is */
  constructor(readonly pace: Pace = atOnce) {
    this.inventory = new Inventory(pace);
  }

  /** Answers requests such as `GET iaas 20160918/vcns/:id`; the first route that fits wins. */
  on(route: string, handler: Handler): void {
    const [method = "", service = "", path = ""] = route.split(" ");
    this.handlers.push({ method, service, pattern: path.split("/"), handler });
  }

  /** Answers create, read, list, change and delete of a kind of resource, but for routes that were there before. */
  standard(service: string, path: string, kind: string, special: Special = {}): void {
    const { inventory } = this;
    const { state = "AVAILABLE", extra, removed, listsItems, unique } = special;
    this.on(`POST ${service} ${path}`, ({ body }) => {
      if (unique) this.requireFree(kind, body, unique);
      return ok(
        inventory.add(kind, {
          ...(state !== "none" && { lifecycleState: state }),
          ...body,
          ...extra?.(body, ++this.count),
        }),
      );
    });
    this.on(`GET ${service} ${path}`, ({ query }) => {
      const items = inventory.all(kind).filter((item) => fits(item, query));
      return ok(listsItems ? { items } : items);
    });
    this.on(`GET ${service} ${path}/:id`, (_, id) => ok(inventory.get(id)));
    this.on(`PUT ${service} ${path}/:id`, ({ body }, id) => ok(inventory.update(id, body)));
    this.on(`DELETE ${service} ${path}/:id`, (_, id) => {
      inventory.requireIdle(id);
      requireUnused(inventory, id);
      inventory.remove(id);
      removed?.(id);
      return noContent();
    });
  }

  /**
   * Refuses a resource whose name another one has, also one that only waits for its deletion.
   *
   * @throws {ApiError} as OCI does
   */
  requireFree(kind: string, item: Item, { name, within = [] }: Unique): void {
    const taken = this.inventory
      .all(kind)
      .find((other) => [name, ...within].every((key) => other[key] === item[key]));
    if (taken)
      throw new ApiError(
        409,
        "Conflict",
        `${kind} with ${name} '${String(item[name])}' already exists: ${String(taken.id)}`,
      );
  }

  /**
   * Occupies a load balancer with a change; it takes one at a time, and refuses others with 409
   * (https://github.com/oracle/terraform-provider-oci/issues/1456 shows the message).
   */
  occupy(loadBalancerId: string): void {
    if ((this.busyUntil.get(loadBalancerId) ?? 0) > Date.now())
      throw new ApiError(
        409,
        "Conflict",
        "Invalid State Transition of LB lifeCycle state from Updating to Updating",
      );
    this.busyUntil.set(loadBalancerId, Date.now() + this.pace.workMs);
  }

  /** Begins what OCI does in the background; returns the work request's OCID. */
  workRequest(item: Item = {}): string {
    const id = this.next("workrequest");
    const times = { timeAccepted: now(), timeStarted: now() };
    const until = Date.now() + this.pace.workMs;
    this.workRequests.set(id, { until, item: { id, resources: [], errorDetails: [], ...times, ...item } });
    return id;
  }

  /** A work request by its OCID. */
  workRequestOf(id: string): Item {
    const found = this.workRequests.get(id);
    if (!found) throw notFound(id);
    const { until, item } = found;
    const status = until > Date.now() ? "IN_PROGRESS" : "SUCCEEDED";
    const done = status === "SUCCEEDED" && { timeFinished: new Date(until).toISOString() };
    return { ...item, ...done, status, lifecycleState: status, percentComplete: done ? 100 : 50 };
  }

  /** Value of a secret, as the vault made it; no request for the secret itself tells it. */
  secretContentOf(id: string): string {
    this.inventory.get(id);
    const content = this.secrets.get(id) ?? randomBytes(20).toString("hex");
    this.secrets.set(id, content);
    return content;
  }

  /** A backend set of a load balancer. */
  backendSet(loadBalancerId: string, name: string): Item {
    const sets = this.inventory.get(loadBalancerId).backendSets as Record<string, Item>;
    const found = sets[name];
    if (!found) throw notFound(`backend set ${name}`);
    return found;
  }

  /** The next number, never the same twice. */
  number(): number {
    return ++this.count;
  }

  /** An OCID for what is no resource of its own. */
  next(kind: string): string {
    return `ocid1.${kind}.oc1.iad.${String(this.number()).padStart(8, "0")}`;
  }

  /** Answers a request. */
  handle(request: ApiRequest): ApiAnswer {
    const method = request.method === "HEAD" ? "GET" : request.method;
    for (const { method: expected, service, pattern, handler } of this.handlers) {
      if (expected !== method || !fitsService(request.service, service)) continue;
      const segments = match(pattern, request.path);
      if (segments) return handler(request, ...segments);
    }
    throw notFound(`${request.method} ${request.service} ${request.path.join("/")}`);
  }
}

// The host of a vault's keys begins with the vault's own name.
function fitsService(service: string, expected: string): boolean {
  return service === expected || service.endsWith(`-${expected}`);
}

function match(pattern: readonly string[], path: readonly string[]): string[] | undefined {
  const rest = pattern.at(-1) === ":rest";
  if (rest ? path.length < pattern.length : path.length !== pattern.length) return undefined;
  const segments: string[] = [];
  for (const [index, expected] of pattern.entries()) {
    if (expected === ":rest") segments.push(path.slice(index).join("/"));
    else if (expected.startsWith(":")) segments.push(path[index]!);
    else if (expected !== path[index]) return undefined;
  }
  return segments;
}

function fits(item: Item, query: URLSearchParams): boolean {
  return ["displayName", "name", "vcnId", "lifecycleState"].every(
    (key) => !query.has(key) || item[key] === undefined || item[key] === query.get(key),
  );
}
