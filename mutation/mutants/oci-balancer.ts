import type { Edits } from "../mutant";

/** Load balancer and alarms on OCI. */
export const ociBalancer: Edits = {
  "constructs/oci/web/load-balancer.ts": [
    {
      name: "OCI: the balancer speaks TLS 1.0",
      security: true,
      find: 'protocols: ["TLSv1.2", "TLSv1.3"],',
      put: 'protocols: ["TLSv1", "TLSv1.2", "TLSv1.3"],',
    },
    {
      name: "OCI: browsers are not told to keep to HTTPS",
      security: true,
      find: 'ruleSetNames: ["hsts"],',
      put: "ruleSetNames: [],",
    },
    {
      name: "OCI: port 80 answers instead of leading to HTTPS",
      security: true,
      find: ": [redirect.name];",
      put: ": [];",
    },
    {
      name: "OCI: production takes no certificate for an answer",
      security: true,
      find: 'if (choice.kind !== "chosen" || !choice.isRequired)',
      put: 'if (choice.kind !== "chosen" || choice.isRequired)',
    },
    {
      name: "OCI: a redirect loses what was asked for",
      find: 'query: "{query}"',
      put: 'query: ""',
    },
    {
      name: "OCI: HTTPS is led to before its firewall rule is there",
      find: "dependsOn: [opening, encrypted, redirect],",
      put: "dependsOn: [encrypted, redirect],",
    },
    {
      name: "OCI: servers close idle connections before the balancer does",
      find: "export const shortestIdleSeconds = 310;",
      put: "export const shortestIdleSeconds = 65;",
    },
    {
      name: "OCI: the balancer asks for the page instead of health",
      find: "urlPath: app.healthPath,",
      put: 'urlPath: "/",',
    },
    {
      name: "OCI: the balancer's errors are not logged",
      find: 'for (const category of ["access", "error"])',
      put: 'for (const category of ["access"])',
    },
    {
      name: "OCI: the balancer is a private one",
      find: "isPrivate: false,",
      put: "isPrivate: true,",
    },
    {
      name: "OCI: production's balancer may be deleted",
      find: "isDeleteProtectionEnabled: props.deletionProtected,",
      put: "isDeleteProtectionEnabled: false,",
    },
  ],
  "constructs/oci/web/certificate.ts": [
    {
      name: "OCI: a certificate without its key is taken",
      find: "condition: isGiven(privateKey),",
      put: "condition: isGiven(privateKey, false),",
    },
  ],
  "constructs/oci/web/https.ts": [
    {
      name: "OCI: a private key may be written in the source",
      security: true,
      find: "      () => false,",
      put: "      () => true,",
    },
  ],
  "constructs/oci/web/session-rules.ts": [
    {
      name: "OCI: no plan refuses more servers than the database has sessions for",
      find: "if (enough <= leastEcpus) return [];",
      put: "return [];",
    },
  ],
  "constructs/oci/monitoring/alarms.ts": [
    {
      name: "OCI: alarms on health wait ten times as long",
      find: 'pending: "PT10M",',
      put: 'pending: "PT100M",',
    },
    {
      name: "OCI: the balancer's alarm is that of any balancer",
      find: "query: `UnHealthyBackendServers[1m]${ofThis}.max() > 0`,",
      put: "query: `UnHealthyBackendServers[1m].max() > 0`,",
    },
    {
      name: "OCI: sessions ring at all that there are",
      find: "sessionsPerEcpu * 0.8)",
      put: "sessionsPerEcpu * 1)",
    },
  ],
  "constructs/oci/monitoring/budget.ts": [
    {
      name: "OCI: the budget counts the whole tenancy's costs",
      find: "targets: [place.compartmentId]",
      put: "targets: [place.tenancyId]",
    },
    {
      name: "OCI: the budget speaks when all is spent",
      find: "threshold: 80",
      put: "threshold: 100",
    },
  ],
  "constructs/oci/monitoring/monitoring.ts": [
    {
      name: "OCI: alarms are off",
      find: "destinations: [this.topicId],\n      isEnabled: true,",
      put: "destinations: [this.topicId],\n      isEnabled: false,",
    },
    {
      name: "OCI: an alarm is told of once and never again",
      find: 'repeatNotificationDuration: "PT2H",',
      put: 'repeatNotificationDuration: "PT20H",',
    },
    {
      name: "OCI: every alarm waits for 50 minutes",
      find: 'pending ?? "PT5M"',
      put: 'pending ?? "PT50M"',
    },
  ],
};
