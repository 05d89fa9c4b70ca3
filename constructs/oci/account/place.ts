/** A compartment of a tenancy, in a region. */
export interface Place {
  /** OCID of the compartment. */
  readonly compartmentId: string;
  /** OCID of the tenancy that the compartment belongs to. */
  readonly tenancyId: string;
  /** Name of the region, such as `us-ashburn-1`. */
  readonly region: string;
}
