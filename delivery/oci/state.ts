import type { StackJson } from "../aws/actions";

/** Where a stack's JSON says that Terraform keeps its state. */
interface Backend {
  readonly terraform?: {
    readonly backend?: { readonly oci?: { readonly bucket: string; readonly key: string } };
  };
}

/** A state in a bucket of Object Storage: the bucket and the name of the object. */
export interface StoredState {
  readonly bucket: string;
  readonly key: string;
}

/** Where Object Storage keeps a stack's state; nothing where it is kept elsewhere. */
export function storedState(json: StackJson): StoredState | undefined {
  const { bucket, key } = (json as Backend).terraform?.backend?.oci ?? {};
  return bucket === undefined || key === undefined ? undefined : { bucket, key };
}

/**
 * Rights on a state and on the lock beside it, each with its place and its condition. The bucket may be in any compartment; its name is
 * in its tenancy's namespace once. Nobody gets `OBJECT_VERSION_DELETE`, so former versions of a state stay.
 *
 * Terraform's backend lists objects, to find its workspaces, and the condition on an object's name would refuse that.
 *
 * @see https://docs.oracle.com/iaas/Content/Identity/policyreference/objectstoragepolicyreference.htm
 */
export function stateRights(state: StoredState | undefined, how: "read" | "write"): string[] {
  if (state === undefined) return [];
  const bucket = `target.bucket.name = '${state.bucket}'`;
  const object = (name: string) => `target.object.name = '${name}'`;
  const lock = `${state.key}.lock`;
  const list = `inspect objects in tenancy where ${bucket}`;
  if (how === "read") return [list, `read objects in tenancy where all {${bucket}, ${object(state.key)}}`];
  const both = anyOf([object(state.key), object(lock)]);
  const written = anyOf(["READ", "CREATE", "OVERWRITE"].map(permission));
  return [
    list,
    `manage objects in tenancy where all {${bucket}, ${both}, ${written}}`,
    `manage objects in tenancy where all {${bucket}, ${object(lock)}, ${permission("DELETE")}}`,
  ];
}

function permission(what: string): string {
  return `request.permission = 'OBJECT_${what}'`;
}

function anyOf(conditions: readonly string[]): string {
  return `any {${conditions.join(", ")}}`;
}
