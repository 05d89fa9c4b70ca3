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
  "webapp/src/telemetry/metrics/oci-monitoring.ts": [
    {
      name: "app: pods write into one stream of OCI Monitoring",
      find: "Object.entries({ ...labels, pod })",
      put: "Object.entries({ ...labels })",
    },
    {
      name: "app: a request to OCI Monitoring has more streams than it takes",
      find: "const MAX_STREAMS = 50;",
      put: "const MAX_STREAMS = 51;",
    },
    {
      name: "app: everything that is measured is posted to OCI Monitoring",
      find: "    .filter(({ name }) => names.includes(name))\n",
      put: "",
    },
    {
      name: "app: a post that hangs keeps a pod from ending",
      find: "last ? LAST_POST_MS : POST_MS;",
      put: "last ? 10 * LAST_POST_MS : POST_MS;",
    },
    {
      name: "app: the last post waits for one that hangs",
      find: "    if (running && !last) return;\n",
      put: "    if (running) return;\n",
    },
    {
      name: "app: each post that is refused is logged",
      find: 'if (!failing) app.log.error({ err: error }, "metrics could not be posted',
      put: 'app.log.error({ err: error }, "metrics could not be posted',
    },
    {
      name: "app: an identity that was refused is kept",
      find: "      client = undefined;\n",
      put: "",
    },
  ],
  "webapp/src/telemetry/metrics/monitoring-client.ts": [
    {
      name: "app: metrics that OCI Monitoring refuses in part count as posted",
      find: "if (failedMetricsCount > 0)",
      put: "if (failedMetricsCount > 50)",
    },
  ],
};
