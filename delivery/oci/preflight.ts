/**
 * What `npm run preflight -- oci` takes to ask, beside what planning and deploying take: it looks, and has OCI write reports on
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
