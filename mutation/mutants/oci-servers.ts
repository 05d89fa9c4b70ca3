import type { Edits } from "../mutant";

/** Servers, their artifact and their logs on OCI. */
export const ociServers: Edits = {
  "constructs/oci/web/server-launch.ts": [
    {
      name: "OCI: version 1 of the metadata service answers",
      security: true,
      find: "areLegacyImdsEndpointsDisabled: true",
      put: "areLegacyImdsEndpointsDisabled: false",
    },
    {
      name: "OCI: disks are reached unencrypted",
      security: true,
      find: "isPvEncryptionInTransitEnabled: true,",
      put: "isPvEncryptionInTransitEnabled: false,",
    },
    {
      name: "OCI: Secure Boot is off where it was asked for",
      security: true,
      find: "isSecureBootEnabled: true }",
      put: "isSecureBootEnabled: false }",
    },
    {
      name: "OCI: a key of one's own does not encrypt disks",
      security: true,
      find: "...(encryptionKeyId !== undefined && { kmsKeyId: encryptionKeyId }) };",
      put: "...(encryptionKeyId !== undefined && {}) };",
    },
    {
      name: "OCI: the bastion's plugin runs without a bastion",
      security: true,
      find: '...(hasBastion ? ["Bastion"] : [])',
      put: '...["Bastion"]',
    },
    {
      name: "OCI: a server does not come back after its host failed",
      find: 'recoveryAction: "RESTORE_INSTANCE"',
      put: 'recoveryAction: "STOP_INSTANCE"',
    },
    {
      name: "OCI: a boot script may be longer than OCI takes",
      find: "const longestMetadata = 32_000;",
      put: "const longestMetadata = 64_000;",
    },
  ],
  "constructs/oci/web/server-pool.ts": [
    {
      name: "OCI: servers have public addresses",
      security: true,
      find: "createVnicDetails: { assignPublicIp: false,",
      put: "createVnicDetails: { assignPublicIp: true,",
    },
    {
      name: "OCI: servers stand in the public tier",
      security: true,
      find: 'primary_vnic_subnets: { subnet_id: network.subnetIdOf("web") },',
      put: 'primary_vnic_subnets: { subnet_id: network.subnetIdOf("public") },',
    },
    {
      name: "OCI: a pool's size is undone by each deployment",
      find: 'ignoreChanges: ["size"],',
      put: "ignoreChanges: [],",
    },
    {
      name: "OCI: the old pool goes before the new one comes",
      find: "lifecycle: {\n        createBeforeDestroy: true,\n        ignoreChanges",
      put: "lifecycle: {\n        ignoreChanges",
    },
    {
      name: "OCI: servers boot before their rights are there",
      find: "      dependsOn: [...after],\n",
      put: "",
    },
    {
      name: "OCI: Oracle's monthly image replaces servers",
      find: "...(isLookedUp(ownImageId) && {",
      put: "...(!isLookedUp(ownImageId) && {",
    },
    {
      name: "OCI: servers stand in two fault domains of three",
      find: '"FAULT-DOMAIN-2", "FAULT-DOMAIN-3"]',
      put: '"FAULT-DOMAIN-2"]',
    },
  ],
  "constructs/oci/web/health-gate.ts": [
    {
      name: "OCI: a new pool that is ill takes the old one's place",
      find: "`length(setintersection(${ours}, ${ill}))`",
      put: "`0 * length(setintersection(${ours}, ${ill}))`",
    },
    {
      name: "OCI: a server that answers with a warning is well",
      find: '["critical", "warning", "unknown"]',
      put: '["critical", "unknown"]',
    },
    {
      name: "OCI: a new pool is judged after four minutes",
      find: "export const pauseSeconds = [180, 60, 60, 120, 180];",
      put: "export const pauseSeconds = [180, 60];",
    },
    {
      name: "OCI: the old pool stops to scale while it still serves",
      find: "      this.props.after,\n",
      put: "",
    },
  ],
  "constructs/oci/web/artifact-bucket.ts": [
    {
      name: "OCI: the artifact's bucket is public",
      security: true,
      find: 'accessType: "NoPublicAccess",',
      put: 'accessType: "ObjectRead",',
    },
    {
      name: "OCI: the link to the artifact may write",
      security: true,
      find: '      accessType: "ObjectRead",\n      objectName',
      put: '      accessType: "ObjectReadWrite",\n      objectName',
    },
    {
      name: "OCI: the link to the artifact ends after a year",
      find: '"87600h"',
      put: '"8760h"',
    },
    {
      name: "OCI: every deployment uploads the artifact anew",
      find: 'ignoreChanges: ["source"],',
      put: "ignoreChanges: [],",
    },
    {
      name: "OCI: a deleted artifact is lost",
      find: 'versioning: "Enabled",',
      put: 'versioning: "Disabled",',
    },
    {
      name: "OCI: a key of one's own does not encrypt the bucket",
      security: true,
      find: "...(encryptionKeyId !== undefined && { kmsKeyId: encryptionKeyId }),",
      put: "",
    },
  ],
  "constructs/oci/web/auto-scaling.ts": [
    {
      name: "OCI: servers come by twos and never go",
      find: 'cpuRule("in", "LT", inBelow, -1)',
      put: 'cpuRule("in", "LT", inBelow, 1)',
    },
    {
      name: "OCI: schedules are read in a time zone other than UTC",
      find: 'timezone: "UTC" }',
      put: 'timezone: "CET" }',
    },
  ],
  "constructs/oci/web/scaling.ts": [
    {
      name: "OCI: two servers' load may be too much for one",
      find: "percent <= outAbove / 2",
      put: "percent <= outAbove",
    },
    {
      name: "OCI: exactly half is refused",
      find: "percent <= outAbove / 2",
      put: "percent < outAbove / 2",
    },
    {
      name: "OCI: fifty schedules are refused",
      find: "names.length <= 50",
      put: "names.length < 50",
    },
  ],
  "constructs/oci/web/security-updates.ts": [
    {
      name: "OCI: servers install no security updates",
      security: true,
      find: "apply_updates = yes",
      put: "apply_updates = no",
    },
    {
      name: "OCI: all servers restart at the same moment",
      find: "RandomizedDelaySec=24h",
      put: "RandomizedDelaySec=0",
    },
    {
      name: "OCI: an updated kernel never runs",
      security: true,
      find: "reboot = when-changed",
      put: "reboot = never",
    },
  ],
  "constructs/oci/web/shape.ts": [
    {
      name: "OCI: 64 GiB for each OCPU are refused",
      find: "{ min: 1, max: 64 }",
      put: "{ min: 1, max: 63 }",
    },
  ],
  "constructs/oci/web/public-server.ts": [
    {
      name: "OCI: the single server admits SSH",
      security: true,
      find: 'this.securityGroup.allowFromInternet(app.port, "visitors");',
      put: 'this.securityGroup.allowFromInternet(app.port, "visitors");\n    this.securityGroup.allowFromInternet(22, "shell");',
    },
  ],
  "constructs/oci/web/app-metrics.ts": [
    {
      name: "OCI: servers and pods write metrics to any namespace",
      security: true,
      find: '"use metrics", condition: `',
      put: '"use metrics", condition: "" && `',
    },
  ],
  "constructs/oci/web/agent-logs.ts": [
    {
      name: "OCI: the system's notices are not shipped",
      find: ", `/var/log/${name}/system.log`]",
      put: "]",
    },
  ],
};
