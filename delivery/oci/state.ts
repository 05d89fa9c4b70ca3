import type { StackJson } from "../aws/actions";

/** The state's backend in a stack's JSON. */
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

/** Bucket and object of a stack's state; undefined where the state is kept elsewhere. */
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
  const { readable, writable, lock } = objectsOf(state.key);
  const list = `inspect objects in tenancy where ${bucket}`;
  if (how === "read") return [list, `read objects in tenancy where all {${bucket}, ${readable}}`];
  const written = anyOf(["READ", "CREATE", "OVERWRITE"].map(permission));
  return [
    list,
    `manage objects in tenancy where all {${bucket}, ${writable}, ${written}}`,
    `manage objects in tenancy where all {${bucket}, ${lock}, ${permission("DELETE")}}`,
  ];
}

/**
 * Conditions on the names of a state and its lock. The key of all pull requests' states has a star in it. OCI knows patterns for the
 * beginning of a text, its end and its middle, but none with a star within; in quotation marks a star is only a star.
 *
 * @see https://docs.oracle.com/iaas/Content/Identity/policysyntax/conditions.htm
 */
function objectsOf(key: string): {
  readonly readable: string;
  readonly writable: string;
  readonly lock: string;
} {
  const [beginning, end] = key.split("*");
  if (beginning === undefined || end === undefined) {
    const [state, lock] = [key, `${key}.lock`].map((name) => `target.object.name = '${name}'`);
    return { readable: state!, writable: anyOf([state!, lock!]), lock: lock! };
  }
  const begins = `target.object.name = /${beginning}*/`;
  return { readable: begins, writable: begins, lock: `${begins}, target.object.name = /*.lock/` };
}

function permission(what: string): string {
  return `request.permission = 'OBJECT_${what}'`;
}

function anyOf(conditions: readonly string[]): string {
  return `any {${conditions.join(", ")}}`;
}
