/**
 * Rights that `npm run preflight -- oci` takes beside those of planning and deploying: it reads, and has OCI write reports on
 * capacity, which is all that nobody can only look at.
 */
export const askedByPreflight = {
  compartment: ["read leaf-certificates"],
  tenancy: [
    "inspect compartments",
    "inspect tenancies",
    "manage compute-capacity-reports",
    "read resource-availability",
  ],
} as const;
