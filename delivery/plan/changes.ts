/** A plan as `terraform show -json` prints it, as far as it is read here. */
export interface PlanJson {
  readonly resource_changes?: readonly PlannedChange[];
  readonly resource_drift?: readonly PlannedChange[];
  readonly output_changes?: Readonly<Record<string, { readonly actions: readonly string[] }>>;
  readonly planned_values?: unknown;
  readonly prior_state?: unknown;
}

interface PlannedChange {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before?: unknown;
    readonly after?: unknown;
    readonly after_unknown?: unknown;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
  };
}

/** Kind of a change. */
export type Kind = "create" | "update" | "replace" | "delete";

/** Change of one resource. */
export interface Change {
  readonly address: string;
  readonly type: string;
  readonly kind: Kind;
  /** Arguments that change; of a replacement those that demand it. */
  readonly because: readonly string[];
}

/** Changes of resources in a plan, without reads and without what stays. */
export function changesIn(plan: PlanJson): Change[] {
  return (plan.resource_changes ?? []).filter(({ mode }) => mode === "managed").flatMap(changeOf);
}

/** Changes of resources outside Terraform, as a plan that refreshes finds out. */
export function driftIn(plan: PlanJson): Change[] {
  return (plan.resource_drift ?? []).flatMap(changeOf);
}

function changeOf({ address, type, change }: PlannedChange): Change[] {
  const kind = kindOf(change.actions);
  if (kind === undefined) return [];
  const because = kind === "replace" ? replacing(change) : kind === "update" ? changing(change) : [];
  return [{ address, type, kind, because }];
}

// https://developer.hashicorp.com/terraform/internals/json-format#change-representation
function kindOf(actions: readonly string[]): Kind | undefined {
  if (actions.length === 2) return "replace";
  return (["create", "update", "delete"] as const).find((kind) => kind === actions[0]);
}

function replacing({ replace_paths: paths = [] }: PlannedChange["change"]): string[] {
  return [...new Set(paths.map((path) => String(path[0])))];
}

function changing({ before, after, after_unknown }: PlannedChange["change"]): string[] {
  const [old, wanted, unknown] = [before, after, after_unknown].map(fieldsOf) as [Fields, Fields, Fields];
  const names = new Set([old, wanted, unknown].flatMap((fields) => Object.keys(fields)));
  return [...names].filter(
    (name) => unknown[name] === true || JSON.stringify(old[name]) !== JSON.stringify(wanted[name]),
  );
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

/** Numbers of resources that a plan creates, updates and destroys; a replacement counts as the first and the last. */
export function countsOf(changes: readonly Change[]): string {
  const count = (...kinds: readonly Kind[]) => changes.filter(({ kind }) => kinds.includes(kind)).length;
  const parts = [
    `${count("create", "replace")} to add`,
    `${count("update")} to change`,
    `${count("delete", "replace")} to destroy`,
  ];
  return parts.join(", ");
}
