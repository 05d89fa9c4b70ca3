import type { Edits } from "../mutant";

/** Buckets of states. */
export const stateBuckets: Edits = {
  "state/aws-state-bucket.ts": [
    {
      name: "AWS: a state that was overwritten is gone",
      security: true,
      find: 'versioningConfiguration: { status: "Enabled" }',
      put: 'versioningConfiguration: { status: "Suspended" }',
    },
    {
      name: "AWS: the bucket of states goes with all that it holds",
      security: true,
      find: "deletionProtected: true",
      put: "deletionProtected: false",
    },
  ],
  "state/oci-state-bucket.ts": [
    {
      name: "OCI: everybody reads the states",
      security: true,
      find: '"NoPublicAccess"',
      put: '"ObjectRead"',
    },
    {
      name: "OCI: a state that was overwritten is gone",
      security: true,
      find: 'versioning: "Enabled"',
      put: 'versioning: "Disabled"',
    },
    {
      name: "OCI: the bucket of states can be destroyed",
      security: true,
      find: "      lifecycle: { preventDestroy: true },\n",
      put: "",
    },
  ],
};
