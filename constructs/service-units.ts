import { drainSeconds } from "./health-check";
import { sandbox } from "./sandbox";

// What the app takes to finish requests under way and to close its store once it no longer listens, and some to spare.
const closeSeconds = 25;

/** The unit that creates the schema, once for each boot; it waits for what it lacks, and the server waits for it. */
export function migrateUnit(name: string, command: string): string {
  return `[Unit]
Description=Database schema of ${name}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
RemainAfterExit=yes
TimeoutStartSec=infinity
ExecStart=${command} migrate
EnvironmentFile=/etc/${name}/migrate.env
DynamicUser=yes
UMask=0077
${sandbox}`;
}

/** The unit that serves visitors. */
export function serveUnit(name: string, command: string): string {
  return `[Unit]
Description=${name} web server
Wants=network-online.target ${name}-migrate.service
After=network-online.target ${name}-migrate.service ${name}-log.service
StartLimitIntervalSec=0

[Service]
ExecStart=${command} serve
Restart=always
RestartSec=2
TimeoutStopSec=${drainSeconds + closeSeconds}
LimitNOFILE=65536
EnvironmentFile=/etc/${name}/serve.env
DynamicUser=yes
User=${name}
UMask=0077
${sandbox}

[Install]
WantedBy=multi-user.target`;
}

/**
 * Writes variables as systemd's `EnvironmentFile=` reads them.
 *
 * @throws {RangeError} for a value of several lines
 */
export function environmentFile(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => {
      if (/[\n\r\0]/.test(value))
        throw new RangeError(`\`${key}\` must be a single line, got ${JSON.stringify(value)}`);
      return `${key}="${value.replace(/["\\]/g, "\\$&")}"`;
    })
    .join("\n");
}
