import { drainSeconds } from "./health-check";

// What the app takes to finish requests under way and to close its store once it no longer listens, and some to spare.
const closeSeconds = 25;

/** The unit that creates the schema, once for each boot. */
export function migrateUnit(name: string, command: string): string {
  return `[Unit]
Description=Database schema of ${name}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
RemainAfterExit=yes
TimeoutStartSec=20min
ExecStart=${command} migrate
EnvironmentFile=/etc/${name}/migrate.env
${sandbox}`;
}

/** The unit that serves visitors. */
export function serveUnit(name: string, command: string): string {
  return `[Unit]
Description=${name} web server
Wants=network-online.target ${name}-migrate.service
After=network-online.target ${name}-migrate.service
StartLimitIntervalSec=0

[Service]
ExecStart=${command} serve
Restart=always
RestartSec=2
TimeoutStopSec=${drainSeconds + closeSeconds}
LimitNOFILE=65536
EnvironmentFile=/etc/${name}/serve.env
${sandbox}

[Install]
WantedBy=multi-user.target`;
}

/** A part of the journal that is copied to a file. */
export interface LogCopy {
  /** What is in it, for people. */
  readonly description: string;
  /** Name of the folder that remembers how far the copy came. */
  readonly state: string;
  /** What `journalctl` is told to show. */
  readonly selection: string;
  /** Name of the file, below the app's folder of logs. */
  readonly file: string;
}

/** What the app and its migration say. */
export function appLog(name: string): LogCopy {
  return {
    description: `Log file of ${name}`,
    state: `${name}-log`,
    selection: `--output cat --unit ${name} --unit ${name}-migrate`,
    file: `${name}.log`,
  };
}

/** What everybody else on the server says and finds worth a notice. */
export function systemLog(name: string): LogCopy {
  return {
    description: `Log file of what the system around ${name} finds worth a notice`,
    state: `${name}-system-log`,
    selection: "--output short-iso --priority notice",
    file: "system.log",
  };
}

/** The unit that copies a part of the journal to a file. */
export function logUnit(name: string, { description, state, selection, file }: LogCopy): string {
  return `[Unit]
Description=${description}

[Service]
ExecStart=/bin/sh -c 'exec journalctl --follow --cursor-file /var/lib/${state}/cursor ${selection} >>/var/log/${name}/${file}'
LogsDirectory=${name}
StateDirectory=${state}
Restart=always
RestartSec=2

[Install]
WantedBy=multi-user.target`;
}

// MemoryDenyWriteExecute is missing on purpose: V8 compiles to memory that it writes and then executes, and guards it by
// memory protection keys, which no group of system calls for services has.
const sandbox = `DynamicUser=yes
UMask=0077
CapabilityBoundingSet=
LockPersonality=yes
NoNewPrivileges=yes
PrivateDevices=yes
PrivateTmp=yes
PrivateUsers=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHome=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProtectSystem=strict
RemoveIPC=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_NETLINK AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service pkey_alloc pkey_free pkey_mprotect
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM`;

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
