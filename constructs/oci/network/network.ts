import type { Place } from "../account";

/** A VCN in a compartment, made here or by somebody else. */
export interface INetwork extends Place {
  /** OCID of the VCN. */
  readonly vcnId: string;
}
