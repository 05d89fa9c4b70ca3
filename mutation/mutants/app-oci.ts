import type { Edits } from "../mutant";

/** The web app in a pod of OKE: its identity, and what it posts. */
export const appOci: Edits = {
  "webapp/src/credentials/workload-identity.ts": [
    {
      name: "app: a session on OCI is used after its end",
      find: "this.session.until - EARLY_MS <= Date.now()",
      put: "this.session.until === Date.now()",
    },
    {
      name: "app: the cluster's own authority is not known to a pod of OKE",
      find: "ca: [...rootCertificates, authority]",
      put: "ca: [...rootCertificates]",
    },
    {
      name: "app: a cluster that fails for a moment has a pod of OKE fail",
      find: "if (status < 500 || attempt === ATTEMPTS)",
      put: "if (attempt > 0)",
    },
  ],
};
