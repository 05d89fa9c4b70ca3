import type { Edits } from "../mutant";

/** Servers, their artifact and their logs on AWS. */
export const awsServers: Edits = {
  "constructs/aws/web/server-group.ts": [
    {
      name: "AWS: visitors' requests can reach the metadata service",
      security: true,
      find: 'httpTokens: "required"',
      put: 'httpTokens: "optional"',
    },
    {
      name: "AWS: containers reach the metadata service",
      security: true,
      find: "httpPutResponseHopLimit: 1",
      put: "httpPutResponseHopLimit: 2",
    },
    {
      name: "AWS: servers' disks are not encrypted",
      security: true,
      find: 'encrypted: "true"',
      put: 'encrypted: "false"',
    },
    {
      name: "AWS: servers are never replaced for their age",
      security: true,
      find: "const greatestAgeSeconds = 30 * 86_400;",
      put: "const greatestAgeSeconds = 365 * 86_400;",
    },
    {
      name: "AWS: a server that ends itself only stops",
      find: 'instanceInitiatedShutdownBehavior: "terminate",',
      put: 'instanceInitiatedShutdownBehavior: "stop",',
    },
    {
      name: "AWS: old servers go before new ones are ready",
      find: "{ minHealthyPercentage: 100, maxHealthyPercentage: 200 }",
      put: "{ minHealthyPercentage: 50, maxHealthyPercentage: 100 }",
    },
    {
      name: "AWS: a database that is away costs all servers",
      find: 'healthCheckType: "EC2",',
      put: 'healthCheckType: "ELB",',
    },
    {
      name: "AWS: a new template starts no refresh",
      find: "version: Fn.tostring(template.latestVersion)",
      put: 'version: "$Latest"',
    },
    {
      name: "AWS: servers stand in the public tier",
      security: true,
      find: 'network.subnetsOf("web")',
      put: 'network.subnetsOf("public")',
    },
    {
      name: "AWS: servers boot before their firewall has rules",
      find: "...this.securityGroup.rules, ...after],",
      put: "...after],",
    },
    {
      name: "AWS: servers boot before their artifact and rights are there",
      find: "...this.securityGroup.rules, ...after],",
      put: "...this.securityGroup.rules],",
    },
    {
      name: "AWS: a boot script may be longer than AWS takes",
      find: "const longestUserData = 16_384;",
      put: "const longestUserData = 32_768;",
    },
    {
      name: "AWS: a server counts as ready before it can have failed",
      find: "const warmUpSeconds = firstBootSeconds + 180;",
      put: "const warmUpSeconds = firstBootSeconds - 180;",
    },
  ],
  "constructs/aws/web/server-scaling.ts": [
    {
      name: "AWS: servers scale at six times as many requests",
      find: "requestsPerMinute: 6_000,",
      put: "requestsPerMinute: 36_000,",
    },
    {
      name: "AWS: servers scale by another balancer's requests",
      find: "`${balancer.arnSuffix}/${targetGroup.arnSuffix}`",
      put: "`${targetGroup.arnSuffix}/${balancer.arnSuffix}`",
    },
    {
      name: "AWS: 90 % of CPU is refused as a target",
      find: "cpuPercent <= 90",
      put: "cpuPercent < 90",
    },
  ],
  "constructs/aws/web/artifact-bucket.ts": [
    {
      name: "AWS: servers may read the whole bucket",
      security: true,
      find: "resources: [`${this.bucket.arn}/${this.object.key}`],",
      put: "resources: [`${this.bucket.arn}/*`],",
    },
    {
      name: "AWS: broken uploads of artifacts never expire",
      find: "          noncurrentVersionExpiration: [{ noncurrentDays: 90 }],\n          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],\n",
      put: "          noncurrentVersionExpiration: [{ noncurrentDays: 90 }],\n",
    },
    {
      name: "AWS: former artifacts go after nine days",
      find: "noncurrentDays: 90",
      put: "noncurrentDays: 9",
    },
    {
      name: "AWS: artifacts keep no versions",
      find: 'versioningConfiguration: { status: "Enabled" },',
      put: 'versioningConfiguration: { status: "Suspended" },',
    },
    {
      name: "AWS: an artifact comes before its bucket encrypts",
      security: true,
      find: "dependsOn: [this.keepVersions(), encryption],",
      put: "dependsOn: [this.keepVersions()],",
    },
  ],
  "constructs/aws/web/first-boot.ts": [
    {
      name: "AWS: a server that never becomes healthy stays",
      find: "exec systemctl poweroff",
      put: "exec true",
    },
    {
      name: "AWS: a server is asked for health again and again",
      find: "if mkdir /var/lib/${name}-first-boot 2>/dev/null; then",
      put: "if true; then",
    },
  ],
  "constructs/aws/web/instance-types.ts": [
    {
      name: "AWS: servers with Graviton start from an image for x86",
      find: 'test(instanceType) ? "arm64" : "x86_64"',
      put: 'test(instanceType) ? "x86_64" : "x86_64"',
    },
  ],
  "constructs/aws/web/server-logs.ts": [
    {
      name: "AWS: servers may delete logs",
      security: true,
      find: '"logs:PutLogEvents"],',
      put: '"logs:PutLogEvents", "logs:DeleteLogStream"],',
    },
    {
      name: "AWS: the system's notices are not shipped",
      find: '      stream(`/var/log/${appName}/system.log`, "system"),\n',
      put: "",
    },
  ],
  "constructs/aws/web/replacement.ts": [
    {
      name: "AWS: the way out goes while servers still use it",
      find: "Op.eq(template.latestVersion, 1), 0, replacementSeconds)",
      put: "Op.eq(template.latestVersion, 1), replacementSeconds, 0)",
    },
  ],
};
