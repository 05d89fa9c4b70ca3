import { sandbox } from "./sandbox";
import type { WebApp } from "../web-app";

/** Seconds that the app may leave its liveness path without an answer before it is killed. */
export const hungSeconds = 16;

/** Seconds between two questions for the liveness path, and seconds that one may take. */
export const livenessSeconds = { interval: 2, timeout: 4 };

/** Path of the script that {@link livenessUnit} runs. */
export function livenessPath(name: string): string {
  return `/opt/${name}/liveness`;
}

/**
 * A bash script that kills the app when it does not answer any more; systemd starts it again.
 *
 * Node.js cannot send datagrams to systemd's watchdog, and `systemd-notify` of systemd 239 may be gone before its message is read.
 * A process that merely answers something else, or closes the connection, is alive.
 */
export function livenessProbe({ name, port, livePath }: WebApp): string {
  const { interval, timeout } = livenessSeconds;
  return `#!/bin/bash
# Kills ${name} when it has not answered for ${hungSeconds} seconds.
set -euo pipefail
answered=$SECONDS
while sleep ${interval}; do
  status=0
  curl --silent --noproxy '*' --max-time ${timeout} --output /dev/null http://127.0.0.1:${port}${livePath} || status=$?
  # 7: nobody listens; 28: no answer in time.
  if [ "$status" -ne 7 ] && [ "$status" -ne 28 ]; then
    answered=$SECONDS
  elif [ $((SECONDS - answered)) -ge ${hungSeconds} ]; then
    echo "<3>${name} has not answered for $((SECONDS - answered)) seconds and is killed"
    # Where control groups of version 2 and of version 1 list its processes: not every D-Bus knows users that systemd invents.
    cat /sys/fs/cgroup/system.slice/${name}.service/cgroup.procs \\
      /sys/fs/cgroup/systemd/system.slice/${name}.service/cgroup.procs 2>/dev/null |
      xargs --no-run-if-empty kill -KILL || true
    answered=$SECONDS
  fi
done`;
}

/** The unit that kills the app when it does not answer any more: as the app's own user, who may. */
export function livenessUnit(name: string): string {
  return `[Unit]
Description=Liveness of ${name}
PartOf=${name}.service
After=${name}.service
StartLimitIntervalSec=0

[Service]
ExecStart=/bin/bash ${livenessPath(name)}
Restart=always
RestartSec=2
DynamicUser=yes
User=${name}
UMask=0077
${sandbox}

[Install]
WantedBy=${name}.service`;
}
