import type { Ingress } from "../shared";
import { migrateEnvironment, serveEnvironment } from "./environment";
import { livenessPath, livenessProbe, livenessUnit } from "./liveness";
import { appLog, copyJournal, copyJournalPath, logUnit, logUser, systemLog } from "./log-copy";
import type { DatabaseConnection } from "../private-database";
import { sandbox } from "./sandbox";
import { awaitSchema, awaitSchemaPath, environmentFile, migrateUnit, serveUnit } from "./service-units";
import type { WebApp } from "../web-app";

/** The installation of Node on a distribution. */
export interface NodeRuntime {
  /** Shell commands, joined by `&&`, that install it from the distribution's own repository; may be run again. */
  readonly install: string;
  /** Path of the executable. */
  readonly binary: string;
}

/** The download of the artifact to a server. */
export interface ArtifactSource {
  /** Host whose name must resolve before anything is downloaded. */
  readonly host: string;
  /** One simple shell command that writes the artifact to the file `"$archive"`. */
  readonly download: string;
}

/** Properties of the boot script of a server in the web tier. */
export interface BootScriptProps {
  /** The web app that the server runs. */
  readonly app: WebApp;
  /** The connection to its database. */
  readonly connection: DatabaseConnection;
  /** The installation of Node. */
  readonly runtime: NodeRuntime;
  /** The download of the artifact. */
  readonly source: ArtifactSource;
  /** The hop before the server: a load balancer, or none. */
  readonly ingress: Ingress;
  /** Cloud and region where it stands, such as `AWS us-east-1`: the page shows it to everybody. */
  readonly place: string;
  /**
   * Shell commands that root runs before anything that may fail.
   *
   * @default - none
   */
  readonly firstSteps?: readonly string[];
  /**
   * Shell commands that root runs last, when the app is on its way: what only this cloud needs, such as its agent.
   * They may be run again, use `retry`, and cannot keep the app from starting.
   *
   * @default - none
   */
  readonly steps?: readonly string[];
}

/**
 * Longest that a repository or a store that does not answer holds a first boot up, before it does without or tries again, in
 * seconds. Nothing bounds what is slow but comes.
 */
export const stallSeconds = 60;

// What Terraform will put in a token's place is not known at synthesis: names and ARNs stay below this, by a margin.
const bytesPerToken = 512;
const token = /\$\{TfToken\[[^\]]+\]\}/g;

/**
 * Writes the script that turns a bare Linux server into a web server, the same on every cloud.
 *
 * cloud-init runs it once, as root; running it again changes nothing. The application runs as a user that exists only
 * while it runs, sees a read-only system, restarts when it dies, and logs to the journal and to
 * `/var/log/<name>/<name>.log`.
 *
 * @returns a bash script; may contain Terraform tokens, never a secret
 * @throws {RangeError} for a variable that a systemd environment file cannot hold
 */
export function bootScript(props: BootScriptProps): string {
  const { app, connection, runtime, source, ingress, place, firstSteps = [], steps = [] } = props;
  const { name } = app;
  const serving = {
    ...serveEnvironment({ app, connection, ingress, place }),
    ...(app.metrics && { METRICS_PORT: String(app.metrics.port) }),
  };
  const logs = [appLog(name), systemLog(name)];
  const started = [...logs.map(({ unit }) => unit), name, `${name}-live`];
  const command = `${runtime.binary} $release/${app.entryPoint}`;
  const script = `#!/bin/bash
# First boot of a ${name} server. Safe to run again.
set -euo pipefail
${firstSteps.map((step) => `\n${step}\n`).join("")}

# Goes on until it succeeds: whatever is missing may come later, and nobody else would try again.
retry() {
  local attempt=1
  until "$@"; do
    echo "attempt $attempt failed: $*" >&2
    sleep $((attempt < 20 ? attempt * 3 : 60))
    attempt=$((attempt + 1))
  done
}

# Gives a repository up that does not answer, and does without it where another one has the package.
dnf() {
  command dnf -y --setopt=timeout=3 --setopt=exit_on_lock=True --setopt='*.skip_if_unavailable=True' "$@"
}

install_node() {
  ${runtime.install}
}

download() {
  local archive=$1
  timeout ${stallSeconds} ${source.download}
  echo "${app.artifact.sha256}  $archive" | sha256sum --check --quiet
}

# firewalld may be busy, or about to start.
open_port() {
  if systemctl is-active --quiet firewalld; then
    timeout ${stallSeconds} firewall-cmd --quiet --permanent --add-port=${app.port}/tcp && timeout ${stallSeconds} firewall-cmd --quiet --reload
  else
    firewall-offline-cmd --quiet --add-port=${app.port}/tcp
  fi
}

# The resolver may come up later than cloud-init does.
retry getent hosts '${source.host}'
retry install_node

release=/opt/${name}/${app.artifact.sha256}
if [ ! -e "$release/.complete" ]; then
  archive=$(mktemp)
  retry download "$archive"
  mkdir -p "$release"
  tar --extract --gzip --no-same-owner --file "$archive" --directory "$release"
  rm "$archive"
  touch "$release/.complete"
fi

mkdir -p /etc/${name}
(umask 077 && cat >/etc/${name}/migrate.env) <<'EOF'
${environmentFile(migrateEnvironment({ app, connection }))}
EOF
(umask 077 && cat >/etc/${name}/serve.env) <<'EOF'
${environmentFile(serving)}
EOF

${scriptFile(awaitSchemaPath(name), awaitSchema(name))}

# What every unit below is kept from; written once, because AWS takes 16 KB of user data.
sandbox='${sandbox}'

${unitFile(`${name}-migrate`, migrateUnit(name, command))}

${unitFile(name, serveUnit(name, command))}

${scriptFile(livenessPath(name), livenessProbe(app))}

${unitFile(`${name}-live`, livenessUnit(name))}

# Files beside the journal, for agents that read only files. The journal itself must outlive a restart of the server.
mkdir -p /etc/systemd/journald.conf.d /var/log/journal
cat >/etc/systemd/journald.conf.d/${name}.conf <<'EOF'
[Journal]
Storage=persistent
EOF
systemd-tmpfiles --create --prefix /var/log/journal
systemctl restart systemd-journald
journalctl --flush
id --user ${logUser(name)} >/dev/null 2>&1 || useradd --system --no-create-home --shell /sbin/nologin ${logUser(name)}
${scriptFile(copyJournalPath(name), copyJournal)}

${logs.map((copy) => unitFile(copy.unit, logUnit(name, copy))).join("\n\n")}

# Oracle Linux admits only SSH by default; Amazon Linux has no host firewall.
if command -v firewall-offline-cmd >/dev/null; then
  retry open_port
fi

systemctl daemon-reload
systemctl enable --quiet ${started.join(" ")}
systemctl restart --no-block ${name}-migrate ${started.join(" ")}
${steps.map((step) => `\n${step}\n`).join("")}`;
  return withoutTemplates(script);
}

/** Shell that writes a script as it is. */
function scriptFile(path: string, content: string): string {
  return `cat >${path} <<'EOF'
${content}
EOF`;
}

/** Shell that writes a unit; what the shell knows by then is filled in. */
function unitFile(unit: string, content: string): string {
  return `cat >/etc/systemd/system/${unit}.service <<EOF
${content.replace(sandbox, "$sandbox")}
EOF`;
}

/**
 * Tells how long a script may become once Terraform has filled in its tokens.
 *
 * @returns bytes in UTF-8, each token counted as 512
 */
export function bootScriptBytes(script: string): number {
  const tokens = script.match(token)?.length ?? 0;
  return Buffer.byteLength(script.replace(token, "")) + tokens * bytesPerToken;
}

// Terraform reads `${` and `%{` as its own; the script has no need of either, so their presence is a mistake.
function withoutTemplates(script: string): string {
  const template = /.*[$%]\{.*/.exec(script.replace(token, ""));
  if (template)
    throw new RangeError(`a boot script must not contain \${ or %{, got ${JSON.stringify(template[0])}`);
  return script;
}
