import type { Edits } from "../mutant";

/** What both clouds share. */
export const shared: Edits = {
  "constructs/shared/subnet-plan.ts": [
    {
      name: "shared: tiers share addresses",
      find: "(tierSlot << zoneBits) | zoneLetters",
      put: "(tierSlot << 1) | zoneLetters",
    },
    {
      name: "shared: a network of /22 is refused",
      find: "block.prefix <= 22",
      put: "block.prefix < 22",
    },
  ],
  "constructs/shared/ipv4.ts": [
    {
      name: "shared: a network may have addresses of somebody else",
      find: "from <= block.from && block.to <= to",
      put: "from <= block.from || block.to <= to",
    },
    {
      name: "shared: neighbours overlap",
      find: "one.from <= other.to && other.from <= one.to",
      put: "one.from <= other.to + 1 && other.from <= one.to + 1",
    },
  ],
  "constructs/shared/health-check.ts": [
    {
      name: "shared: a server drains for less time than a balancer asks",
      find: "healthCheckThreshold * healthCheckIntervalSeconds + healthCheckTimeoutSeconds;",
      put: "healthCheckIntervalSeconds + healthCheckTimeoutSeconds;",
    },
  ],
  "constructs/shared/https-checks.ts": [
    {
      name: "shared: browsers forget HTTPS after a day",
      security: true,
      find: '"max-age=31536000"',
      put: '"max-age=86400"',
    },
    {
      name: "shared: no reason is a reason for plain HTTP",
      find: "given.trim().length >= 20",
      put: "given.trim().length >= 0",
    },
  ],
  "constructs/shared/deployed-value.ts": [
    {
      name: "shared: a running stack takes another value",
      find: "`${deployed} == ${wanted}`",
      put: "`${deployed} != null || ${wanted} == null`",
    },
  ],
  "constructs/shared/log-retention.ts": [
    {
      name: "shared: 180 days of logs are refused",
      find: "[30, 60, 90, 120, 150, 180]",
      put: "[30, 60, 90, 120, 150]",
    },
  ],
  "constructs/public-web-tier.ts": [
    {
      name: "shared: a hundred servers are refused",
      find: "max <= 100,",
      put: "max < 100,",
    },
    {
      name: "shared: metrics may be on the visitors' port",
      security: true,
      find: " && port !== app.port",
      put: "",
    },
    {
      name: "shared: port 65535 is refused",
      find: '    "be a whole number from 1024 to 65535",\n    (port) => Number.isInteger(port) && port >= 1024 && port <= 65535,',
      put: '    "be a whole number from 1024 to 65535",\n    (port) => Number.isInteger(port) && port >= 1024 && port < 65535,',
    },
  ],
  "constructs/private-database.ts": [
    {
      name: "shared: a database's name of 14 characters is refused",
      find: "[a-z0-9]{0,13}$",
      put: "[a-z0-9]{0,12}$",
    },
    {
      name: "shared: as many days of backups as the cloud keeps are refused",
      find: "days <= longestRetention",
      put: "days < longestRetention",
    },
  ],
  "constructs/app-metrics.ts": [
    {
      name: "shared: agents read metrics from everywhere",
      security: true,
      find: "return `127.0.0.1:${port}`;",
      put: "return `0.0.0.0:${port}`;",
    },
  ],
};
