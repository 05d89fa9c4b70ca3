import type { Edits } from "../mutant";

/** The cluster on OCI, its nodes, its images and who its pods are. */
export const ociKubernetes: Edits = {
  "constructs/oci/kubernetes/cluster-access.ts": [
    {
      name: "OCI: the Kubernetes API may be opened to every network",
      security: true,
      find: ">= 16",
      put: ">= 0",
    },
  ],
  "constructs/oci/kubernetes/cluster.ts": [
    {
      name: "OCI: the Kubernetes API has an address on the internet",
      security: true,
      find: "isPublicIpEnabled: false",
      put: "isPublicIpEnabled: true",
    },
    {
      name: "OCI: the cluster is a basic one, without workload identity",
      find: 'type: "ENHANCED_CLUSTER"',
      put: 'type: "BASIC_CLUSTER"',
    },
    {
      name: "OCI: nothing keeps a production's cluster from being destroyed",
      find: "...(deletionProtected && { preventDestroy: true }),",
      put: "",
    },
  ],
  "constructs/oci/kubernetes/cluster-groups.ts": [
    {
      name: "OCI: pods open every port of nodes",
      security: true,
      find: 'pods.allowTo(nodes, kubeletPort, "metrics-server asks kubelets");',
      put: 'pods.allowAllTo(nodes, "metrics-server asks kubelets");',
    },
    {
      name: "OCI: the bastion does not lead to the Kubernetes API",
      find: 'network.allowBastion(controlPlane, "Kubernetes API through the bastion");',
      put: "",
    },
  ],
  "constructs/oci/kubernetes/kubernetes-web-tier.ts": [
    {
      name: "OCI: the database admits nodes in place of pods",
      security: true,
      find: "database.allowFrom(pods);",
      put: "database.allowFrom(nodes);",
    },
    {
      name: "OCI: pods that serve read the administrator's secret",
      security: true,
      find: "database.grantServing(serving);",
      put: "database.grantLogin(serving);",
    },
    {
      name: "OCI: pods that migrate post metrics, and pods that serve do not",
      security: true,
      find: "if (this.appMetrics) serving.allow(",
      put: "if (this.appMetrics) identities.of(serviceAccounts.migrate).allow(",
    },
    {
      name: "OCI: there is no alarm on what pods measure",
      find: 'this.sound("app", this.appMetrics?.alarms ?? {});',
      put: "",
    },
  ],
  "constructs/oci/kubernetes/pod-identity.ts": [
    {
      name: "OCI: pods of every cluster read the secrets",
      security: true,
      find: "      `request.principal.cluster_id = '${clusterId}'`,\n",
      put: "",
    },
    {
      name: "OCI: pods of every namespace read the secrets",
      security: true,
      find: "      `request.principal.namespace = '${namespace}'`,\n",
      put: "",
    },
    {
      name: "OCI: pods that serve are the pods that migrate to the secrets",
      security: true,
      find: "      `request.principal.service_account = '${serviceAccount}'`,\n",
      put: "",
    },
  ],
  "constructs/oci/kubernetes/image.ts": [
    {
      name: "OCI: a tag names the image of pods",
      security: true,
      find: "@sha256:[0-9a-f]{64}$/.test(reference)",
      put: "(@sha256:[0-9a-f]{64})?$/.test(reference)",
    },
  ],
  "constructs/oci/kubernetes/workload.ts": [
    {
      name: "OCI: pods are not told where their metrics go",
      find: "...(metrics && {",
      put: "...(!metrics && {",
    },
    {
      name: "OCI: pods reach the database's port anywhere",
      security: true,
      find: 'to: [blockOf(network, "data")]',
      put: 'to: [{ cidr: "0.0.0.0/0" }]',
    },
    {
      name: "OCI: anybody visits pods past the load balancer",
      security: true,
      find: 'visitsFrom: [blockOf(network, "web")]',
      put: 'visitsFrom: [{ cidr: "0.0.0.0/0" }]',
    },
  ],
  "constructs/oci/kubernetes/backends.ts": [
    {
      name: "OCI: old nodes go though new ones are not healthy",
      find: "so the old ones stay; exit 1",
      put: "so the old ones stay",
    },
  ],
  "constructs/oci/kubernetes/node-pool.ts": [
    {
      name: "OCI: boot volumes of nodes are not encrypted in transit",
      security: true,
      find: "isPvEncryptionInTransitEnabled: true",
      put: "isPvEncryptionInTransitEnabled: false",
    },
    {
      name: "OCI: pods are nodes to the firewalls",
      security: true,
      find: "podNsgIds: [pods.group.id]",
      put: "podNsgIds: [nodes.group.id]",
    },
    {
      name: "OCI: a key of one's own does not encrypt nodes",
      security: true,
      find: "        ...(encryptionKeyId !== undefined && { kmsKeyId: encryptionKeyId }),\n",
      put: "",
    },
    {
      name: "OCI: old nodes go before new ones come",
      find: "createBeforeDestroy: true,",
      put: "",
    },
    {
      name: "OCI: Oracle's next image replaces nodes",
      find: '{ ignoreChanges: ["node_source_details[0].image_id"] }',
      put: "{}",
    },
    {
      name: "OCI: a destroy waits an hour for a pod that does not go",
      find: "        isForceDeleteAfterGraceDuration: true,\n",
      put: "",
    },
  ],
  "constructs/oci/kubernetes/image-repository.ts": [
    {
      name: "OCI: everybody pulls the images",
      security: true,
      find: "isPublic: false",
      put: "isPublic: true",
    },
    {
      name: "OCI: a tag may be another image tomorrow",
      find: "isImmutable: true",
      put: "isImmutable: false",
    },
  ],
};
