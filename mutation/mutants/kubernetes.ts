import type { Edits } from "../mutant";

/** Objects of Kubernetes, which both clouds have in common. */
export const kubernetes: Edits = {
  "constructs/kubernetes/pod.ts": [
    {
      name: "pods: containers write where they like",
      security: true,
      find: "readOnlyRootFilesystem: true,",
      put: "readOnlyRootFilesystem: false,",
    },
    {
      name: "pods: processes may gain privileges",
      security: true,
      find: "allowPrivilegeEscalation: false,",
      put: "allowPrivilegeEscalation: true,",
    },
    {
      name: "pods: root's capabilities are kept but for one",
      security: true,
      find: 'drop: ["ALL"]',
      put: 'drop: ["NET_RAW"]',
    },
    {
      name: "pods: every pod holds a token of the Kubernetes API",
      security: true,
      find: "automountServiceAccountToken: identities[role].mountsToken ?? false,",
      put: "automountServiceAccountToken: identities[role].mountsToken ?? true,",
    },
    {
      name: "pods: the artifact can be changed by the app",
      security: true,
      find: "mountPath: appFolder, readOnly: true }",
      put: "mountPath: appFolder }",
    },
    {
      name: "pods: a dollar sign in a variable is a reference",
      find: 'value.replace(/\\$(?=[($])/g, "$$$$")',
      put: "value",
    },
  ],
  "constructs/kubernetes/network-policies.ts": [
    {
      name: "pods: whatever no policy names may go out",
      security: true,
      find: 'policyTypes: ["Ingress", "Egress"] },',
      put: 'policyTypes: ["Ingress"] },',
    },
    {
      name: "pods: visitors' addresses reach every port",
      security: true,
      find: "from: visitsFrom.map(block), ports: tcp([app.port]) }",
      put: "from: visitsFrom.map(block) }",
    },
    {
      name: "pods: port 53 leads to every pod of kube-system",
      security: true,
      find: '  podSelector: { matchLabels: { "k8s-app": "kube-dns" } },\n',
      put: "",
    },
    {
      name: "pods: a way out of one role is open to the other",
      security: true,
      find: "outward(rule, rule.of === undefined ? {} : podLabels(app, rule.of))",
      put: "outward(rule, {})",
    },
    {
      name: "pods: blocks that are left out of a way are in it",
      security: true,
      find: "{ cidr, ...(except !== undefined && { except: [...except] }) }",
      put: "{ cidr, ...(except !== undefined && {}) }",
    },
  ],
  "constructs/kubernetes/manifests.ts": [
    {
      name: "pods: Pod Security warns and refuses nothing",
      security: true,
      find: '["enforce", "audit", "warn"]',
      put: '["audit", "warn"]',
    },
    {
      name: "pods: one that is not ready keeps its node from going",
      find: '"AlwaysAllow"',
      put: '"IfHealthyBudget"',
    },
    {
      name: "pods: they serve before the schema is there",
      find: "[...foundations(props), migration(props), ...serving(props)]",
      put: "[...foundations(props), ...serving(props), migration(props)]",
    },
  ],
  "constructs/kubernetes/log-collector.ts": [
    {
      name: "pods: who collects logs holds a token of the Kubernetes API",
      security: true,
      find: "        automountServiceAccountToken: false,\n        enableServiceLinks",
      put: "        automountServiceAccountToken: true,\n        enableServiceLinks",
    },
    {
      name: "pods: who collects logs changes what nodes logged",
      security: true,
      find: "mountPath: nodeLogs, readOnly: true }",
      put: "mountPath: nodeLogs }",
    },
    {
      name: "pods: who collects logs has all that root may",
      security: true,
      find: 'capabilities: { drop: ["ALL"] },\n              privileged: false,',
      put: 'capabilities: { drop: ["NET_RAW"] },\n              privileged: false,',
    },
    {
      name: "pods: who collects logs reaches whatever there is",
      security: true,
      find: "[denyAll, dns(resolvers), ",
      put: "[dns(resolvers), ",
    },
    {
      name: "pods: lines of every namespace are collected",
      security: true,
      find: "containers/*_${namespace}_*.log",
      put: "containers/*.log",
    },
    {
      name: "pods: lines are collected again after a restart",
      find: "    DB ${stateFolder}/pods.db\n",
      put: "    DB /tmp/pods.db\n",
    },
    {
      name: "pods: who collects logs knows nothing of another configuration",
      find: '"counterpart/configuration": digestOf(configuration)',
      put: '"counterpart/configuration": digestOf(collector)',
    },
  ],
  "constructs/kubernetes/deployment.ts": [
    {
      name: "pods: a database that is away has them restarted",
      find: "livenessProbe: { httpGet: asks(app.livePath)",
      put: "livenessProbe: { httpGet: asks(app.healthPath)",
    },
    {
      name: "pods: one goes before its successor is ready",
      find: "maxUnavailable: IntOrString.fromNumber(0)",
      put: "maxUnavailable: IntOrString.fromNumber(1)",
    },
    {
      name: "pods: they are killed while they drain",
      find: "terminationGracePeriodSeconds: drainSeconds + closeSeconds,",
      put: "terminationGracePeriodSeconds: drainSeconds,",
    },
  ],
  "constructs/kubernetes/scaling.ts": [
    {
      name: "pods: more of them come when all are at their limit",
      find: "cpuPercent = 60",
      put: "cpuPercent = 100",
    },
  ],
  "constructs/kubernetes/fetch-artifact.ts": [
    {
      name: "pods: any artifact is unpacked, whatever its digest",
      security: true,
      find: "if (found !== digest) end(",
      put: "if (!found) end(",
    },
  ],
  "constructs/kubernetes/program.ts": [
    {
      name: "pods: a tag names their image",
      security: true,
      find: "@sha256:[0-9a-f]{64}$/.test(reference)",
      put: "(@sha256:[0-9a-f]{64})?$/.test(reference)",
    },
  ],
};
