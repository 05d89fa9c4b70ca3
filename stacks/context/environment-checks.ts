import { RefusedValue } from "../../constructs/shared";
import { awsKeys } from "../aws/keys";
import { ociKeys } from "../oci/keys";
import type { Context } from "./context";
import { read } from "./declare";
import { commonKeys } from "./keys";

const keys = { ...commonKeys, ...awsKeys, ...ociKeys };

/**
 * Refuses what an environment says of keys that there are not, and values that their keys do not take.
 *
 * @throws {RefusedValue} for the first of them, by the environment's name and its own
 */
export function refuseWrongKeys(name: string, context: Context, origin: string): void {
  for (const [key, value] of Object.entries(context)) {
    if (!Object.hasOwn(keys, key))
      throw new RefusedValue(
        `${name}.${key}`,
        `be one of ${Object.keys(keys).join(", ")}`,
        JSON.stringify(value),
        origin,
      );
    try {
      read({ [key]: keys[key as keyof typeof keys] }, context);
    } catch (error) {
      if (!(error instanceof RefusedValue)) throw error;
      throw new RefusedValue(`${name}.${error.prop}`, error.rule, error.shown, origin);
    }
  }
}

/**
 * Refuses a compartment of OCI that two environments would share: what servers may do there, all servers of the compartment may.
 *
 * @throws {RefusedValue} for the second of them
 */
export function refuseSharedCompartments(environments: Readonly<Record<string, Context>>): void {
  const seen = new Map<unknown, string>();
  for (const [name, { ociInputs }] of Object.entries(environments)) {
    const compartment = (ociInputs as Context | undefined)?.compartment_ocid;
    if (compartment === undefined) continue;
    const other = name.endsWith("-*") ? "another environment of the same pattern" : seen.get(compartment);
    if (other !== undefined)
      throw new RefusedValue(
        `${name}.ociInputs.compartment_ocid`,
        `be another compartment than that of ${other}, because servers may do what any server in their compartment may`,
        JSON.stringify(compartment),
        "environments.json: ",
      );
    seen.set(compartment, name);
  }
}
