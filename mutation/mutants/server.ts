import type { Edits } from "../mutant";

/** What is put on a server. */
export const server: Edits = {
  "constructs/server/sandbox.ts": [
    {
      name: "server: the app may write most of the system",
      security: true,
      find: "ProtectSystem=strict",
      put: "ProtectSystem=full",
    },
    {
      name: "server: the app may gain privileges",
      security: true,
      find: "NoNewPrivileges=yes",
      put: "NoNewPrivileges=no",
    },
    {
      name: "server: the app has the capabilities of root",
      security: true,
      find: "CapabilityBoundingSet=\n",
      put: "CapabilityBoundingSet=CAP_SYS_ADMIN\n",
    },
    {
      name: "server: the app sees other processes",
      security: true,
      find: "ProtectProc=invisible",
      put: "ProtectProc=default",
    },
    {
      name: "server: the app may call whatever the kernel has",
      security: true,
      find: "SystemCallFilter=~@privileged @resources\n",
      put: "",
    },
  ],
  "constructs/server/service-units.ts": [
    {
      name: "server: the app runs as root",
      security: true,
      find: "EnvironmentFile=/etc/${name}/serve.env\nDynamicUser=yes\nUser=${name}\n",
      put: "EnvironmentFile=/etc/${name}/serve.env\n",
    },
    {
      name: "server: the app is not started again",
      find: "ExecStart=${command} serve\nRestart=always",
      put: "ExecStart=${command} serve\nRestart=no",
    },
    {
      name: "server: a server is killed before it has drained",
      find: "TimeoutStopSec=${drainSeconds + closeSeconds}",
      put: "TimeoutStopSec=${drainSeconds}",
    },
    {
      name: "server: a migration that failed is not tried again",
      find: "Restart=on-failure",
      put: "Restart=no",
    },
    {
      name: "server: a quote in a variable ends it",
      security: true,
      find: 'value.replace(/["\\\\]/g, "\\\\$&")',
      put: "value",
    },
    {
      name: "server: a schema that is late keeps a server from serving",
      find: "const schemaSeconds = 30;",
      put: "const schemaSeconds = 3_000;",
    },
  ],
  "constructs/server/boot-script.ts": [
    {
      name: "server: an artifact is run whatever its digest",
      security: true,
      find: '  echo "${app.artifact.sha256}  $archive" | sha256sum --check --quiet\n',
      put: "",
    },
    {
      name: "server: everybody on the server reads the variables",
      security: true,
      find: "(umask 077 && cat >/etc/${name}/serve.env)",
      put: "(umask 022 && cat >/etc/${name}/serve.env)",
    },
    {
      name: "server: an artifact's owners are those of who packed it",
      security: true,
      find: "--no-same-owner ",
      put: "",
    },
    {
      name: "server: a boot goes on after a failure",
      find: "set -euo pipefail\n${firstSteps",
      put: "set -uo pipefail\n${firstSteps",
    },
    {
      name: "server: half an unpacked artifact counts as whole",
      find: 'if [ ! -e "$release/.complete" ]; then',
      put: 'if [ ! -e "$release" ]; then',
    },
    {
      name: "server: the journal ends with a restart",
      find: "Storage=persistent",
      put: "Storage=volatile",
    },
    {
      name: "server: a script with a template in it is sent",
      find: "/.*[$%]\\{.*/",
      put: "/.*[%]\\{.*/",
    },
    {
      name: "server: a token counts for nothing in a script's length",
      find: "const bytesPerToken = 512;",
      put: "const bytesPerToken = 0;",
    },
  ],
  "constructs/server/liveness.ts": [
    {
      name: "server: an app that hangs is left alone",
      find: '[ "$status" -ne 7 ] && [ "$status" -ne 28 ]',
      put: '[ "$status" -ne 7 ]',
    },
    {
      name: "server: an app that hangs is killed after minutes",
      find: "export const hungSeconds = 16;",
      put: "export const hungSeconds = 160;",
    },
  ],
  "constructs/server/log-copy.ts": [
    {
      name: "server: a log that grew too large is not moved away",
      find: '    mv "$file" "$file.1"\n',
      put: "",
    },
    {
      name: "server: two log copies share one cursor",
      find: "/var/log/${name}/${file} /var/lib/${unit} ${selection}",
      put: "/var/log/${name}/${file} /var/lib/${name} ${selection}",
    },
    {
      name: "server: what was written twice stays twice",
      find: 'tail --bytes "+$((length - known + 1))"',
      put: "cat",
    },
    {
      name: "server: what the app said last is lost",
      find: '# What the app said last.\ncopy "$@"`;',
      put: "# What the app said last.`;",
    },
    {
      name: "server: log copies reach the network",
      security: true,
      find: "PrivateNetwork=yes\n",
      put: "",
    },
    {
      name: "server: agents cannot read the logs",
      find: "UMask=0022",
      put: "UMask=0077",
    },
  ],
};
