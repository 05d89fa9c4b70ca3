import { drainSeconds } from "../shared";
import { sandbox } from "./sandbox";

/** Seconds that the app takes to finish requests under way and to close its store once it no longer listens, and some to spare. */
export const closeSeconds = 25;

// How long a server waits for its schema before it serves: a database that is away must not keep it from being there at its return.
const schemaSeconds = 30;

/**
 * The unit that creates the schema at each boot: it goes on until it has. systemd 239 restarts no `oneshot`, so this is a service
 * that ends and stays known as done.
 */
export function migrateUnit(name: string, command: string): string {
  return `[Unit]
Description=Database schema of ${name}
Wants=network-online.target
After=network-online.target ${name}-log.service
StartLimitIntervalSec=0

[Service]
RemainAfterExit=yes
ExecStart=${command} migrate
Restart=on-failure
RestartSec=10
EnvironmentFile=/etc/${name}/migrate.env
StateDirectory=${name}-migrate
DynamicUser=yes
UMask=0077
${sandbox}`;
}

/** The script that waits until {@link migrateUnit} is done, for a while. */
export function awaitSchema(name: string): string {
  return `#!/bin/bash
# Waits at most ${schemaSeconds} seconds until ${name}-migrate is done.
until [ "$(systemctl show --property SubState --value ${name}-migrate)" = exited ] || [ "$SECONDS" -ge ${schemaSeconds} ]; do
  sleep 1
done`;
}

/** Path of {@link awaitSchema}'s script. */
export function awaitSchemaPath(name: string): string {
  return `/opt/${name}/await-schema`;
}

/** The unit that serves visitors. */
export function serveUnit(name: string, command: string): string {
  return `[Unit]
Description=${name} web server
Wants=network-online.target ${name}-migrate.service
After=network-online.target ${name}-migrate.service ${name}-log.service
StartLimitIntervalSec=0

[Service]
ExecStartPre=+/bin/bash ${awaitSchemaPath(name)}
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
