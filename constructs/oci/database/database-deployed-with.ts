import { type Postcondition, refuseOther } from "../../shared";
import type { DatabaseOptions } from "./database-options";

/** Attributes that a database keeps from its creation on. */
export interface BornWith extends Pick<DatabaseOptions, "workload" | "encryptionKey"> {
  /**
   * Its name, where somebody chose one.
   *
   * @default - one that stands for compartment, region and construct
   */
  readonly databaseName?: string;
}

/**
 * Has a plan refuse what OCI would not change, or what the provider would not send.
 *
 * OCI changes no name together with the label of the private endpoint, and no workload into another; and a key that is
 * left out is one that the provider says nothing of, so that the database would go on with the former one in silence.
 */
export function bornWith({ databaseName, workload = "OLTP", encryptionKey }: BornWith) {
  const stays: Postcondition[] = [
    refuseOther({ option: "databaseName", deployed: "self.db_name", ...nameOf(databaseName) }),
    refuseOther({ option: "workload", deployed: "self.db_workload", wanted: JSON.stringify(workload) }),
  ];
  const used = 'try(coalesce(self.encryption_key[0].kms_key_id), "")';
  return {
    ignoreChanges: ["db_name", "private_endpoint_label", "db_workload"],
    postcondition: encryptionKey
      ? stays
      : [
          ...stays,
          refuseOther({ option: "encryptionKey", key: "ociCustomerKey", deployed: used, wanted: '""' }),
        ],
  };
}

// What the default stands for is held by what the stack remembers, so any name of that kind is the same choice.
function nameOf(chosen: string | undefined) {
  return chosen === undefined
    ? { wanted: '"one by default"', same: 'can(regex("^counter[0-9a-f]{6}$", lower(self.db_name)))' }
    : { wanted: JSON.stringify(chosen), same: `lower(self.db_name) == ${JSON.stringify(chosen)}` };
}
