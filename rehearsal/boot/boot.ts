import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { serverCertificate } from "../../local/certificates";
import { live } from "../machine/machine";
import type { Settings, Trouble } from "./settings";
import { metadataAddress, storeAddress } from "./settings";
import { eventsFile, standIns } from "./stand-ins";
import { bootEnvironment } from "./user-data";

/** Something that happened while a server booted. */
interface BootEvent {
  readonly what: string;
  /** Seconds since power was on. */
  readonly at: number;
}

/** Outcome of a server's first boot. */
export interface Boot {
  /** Events, in order. */
  readonly events: readonly BootEvent[];
  /** Status and body of `/health` and of the first visit. */
  readonly health: string;
  readonly visit: string;
  /** Status of cloud-init, as it says itself. */
  readonly cloudInit: string;
  /** Units that failed. */
  readonly failed: string;
}

/** A server that boots. */
export interface BootProps {
  readonly cloud: Settings["cloud"];
  /** User data as the instance gets it. */
  readonly userData: string;
  /** Host that it downloads the artifact from. */
  readonly store: string;
  /**
   * Faults meanwhile.
   *
   * @default - nothing
   */
  readonly trouble?: Trouble;
}

const repository = resolve(__dirname, "../..");
const artifactFile = join(repository, "webapp/dist/counter.tar.gz");
const healthy = "http://127.0.0.1:8080/health";

/**
 * Boots a server for the first time: a machine with its own systemd, whose cloud-init runs the user data, in a network where
 * metadata, secrets, store and database answer. The only thing that differs in the user data is the digest of the artifact on AWS:
 * it trusts the authority of this database, too, as nobody else can sign for RDS.
 *
 * @throws {Error} where the machine cannot be started, or is never healthy
 */
export async function boot({ cloud, userData, store, trouble = {} }: BootProps): Promise<Boot> {
  const folder = mkdtempSync(join(tmpdir(), "counterpart-boot-"));
  try {
    const migration = bootEnvironment(userData, "migrate");
    const database = await serverCertificate([{ type: "dns", value: migration.DB_HOST ?? "localhost" }]);
    const artifact = cloud === "aws" ? trusting(database.ca, folder) : artifactFile;
    const settings: Settings = { cloud, trouble, migration, store, artifact, database };
    writeFileSync(join(folder, "settings.json"), JSON.stringify(settings), { mode: 0o600 });
    const files = {
      ...standIns("/usr/local/lib/node-of-this-machine", "/artifact.tar.gz", trouble),
      ...cloudInit(userData.replaceAll(digestOf(artifactFile), digestOf(artifact))),
      "artifact.tar.gz": readFileSync(artifact),
      "usr/local/lib/node-of-this-machine": readFileSync(process.execPath),
      "etc/hosts": hosts(settings),
      "etc/systemd/system.conf.d/trust.conf":
        "[Manager]\nDefaultEnvironment=NODE_EXTRA_CA_CERTS=/services.pem\n",
    };
    const [said = ""] = live(files, [{ script: firstBoot, end: "power cut" }], surroundings(folder));
    return read(said, readFileSync(join(folder, "surroundings.log"), "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function digestOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

/** An artifact that trusts one authority more. */
function trusting(authority: string, folder: string): string {
  const content = join(folder, "artifact");
  const file = join(folder, "artifact.tar.gz");
  mkdirSync(content);
  execFileSync("tar", ["--extract", "--gzip", "--file", artifactFile, "--directory", content]);
  appendFileSync(join(content, "rds-ca-bundle.pem"), `\n${authority}`);
  execFileSync("tar", ["--create", "--gzip", "--file", file, "--directory", content, "."]);
  return file;
}

/** The real cloud-init with the user data of a seed, which it takes as it takes a cloud's. */
function cloudInit(userData: string): Record<string, string> {
  const seed = "var/lib/cloud/seed/nocloud";
  return {
    [`${seed}/user-data`]: userData,
    [`${seed}/meta-data`]: "instance-id: i-0123456789abcdef0\n",
    "etc/cloud/cloud.cfg.d/99-rehearsal.cfg":
      "datasource_list: [NoCloud]\nnetwork: {config: disabled}\nmanage_etc_hosts: false\npreserve_hostname: true\nlocale: false\nssh_deletekeys: false\nssh_genkeytypes: []\n",
  };
}

function hosts({ cloud, migration, store }: Settings): string {
  const descriptor = migration.DB_CONNECT_STRING ?? "";
  const [, oracle] = /\(host=([^)]+)\)/i.exec(descriptor) ?? [];
  const region = /\.([a-z]+-[a-z-]+-\d)\./.exec(store)?.[1] ?? "";
  const services =
    cloud === "aws"
      ? `secretsmanager.${migration.APP_DB_REGION}.amazonaws.com ${migration.DB_HOST}`
      : `auth.${region}.oraclecloud.com secrets.vaults.${region}.oci.oraclecloud.com ${oracle}`;
  return `127.0.0.1 localhost ${services}\n${storeAddress} ${store}\n`;
}

/** Starts what surrounds the server, and has the server trust its certificates. */
const surroundings = (folder: string) => `
ip address add ${metadataAddress}/32 dev lo
(cd ${repository} && exec ${process.execPath} --import tsx ${join(__dirname, "surroundings.ts")} ${folder}) >${folder}/surroundings.log 2>&1 &
until [ -e ${folder}/ready ]; do
  kill -0 $! || { cat ${folder}/surroundings.log >&2; exit 1; }
  sleep 0.1
done
cp ${folder}/services.pem root/services.pem
cat ${folder}/store.pem >>root/etc/ssl/certs/ca-certificates.crt
read -r now _ </proc/uptime; echo "$now power on" >root${eventsFile}`;

/** Waits until the server is healthy and cloud-init is done, and tells what systemd knows of the units. */
const firstBoot = `
say() { read -r now _ </proc/uptime; echo "$now $*" >>${eventsFile}; }
say "system up"
until [ "$(curl --silent --max-time 5 --output /health --write-out '%{http_code}' ${healthy})" = 200 ]; do
  [ "$SECONDS" -lt 150 ] || { journalctl --no-pager --output cat | tail --lines 100; systemctl --no-block poweroff; exit; }
  sleep 0.05
done
say "healthy"
cloud-init status --wait --long >/cloud-init
started() { awk -v us="$(systemctl show --property "$2" --value "$1")" -v what="$3" 'BEGIN { printf "%.2f %s\\n", us / 1e6, what }' >>${eventsFile}; }
started cloud-final ExecMainStartTimestampMonotonic "user data begins"
started counter-migrate ExecMainStartTimestampMonotonic "migration begins"
started counter-migrate ExecMainExitTimestampMonotonic "migration ends"
started counter ExecMainStartTimestampMonotonic "application starts"
cat ${eventsFile}
echo "health: $(cat /health)"
echo "visit: $(curl --silent http://127.0.0.1:8080/)"
echo "cloud-init: $(tr '\\n' ' ' </cloud-init)"
echo "failed: $(systemctl --no-pager --plain --no-legend --failed | tr '\\n' ' ')"
`;

function read(said: string, surroundings: string): Boot {
  const line = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(said)?.[1] ?? "";
  const events = [...said.matchAll(/^(\d+\.\d+) (.+)$/gm)]
    .map(([, at, what = ""]) => ({ what, at: Number(at) }))
    .sort((first, second) => first.at - second.at);
  const begin = events.find(({ what }) => what === "power on")?.at ?? NaN;
  if (!events.some(({ what }) => what === "healthy"))
    throw new Error(`the server was never healthy:\n${said}\n${surroundings}`);
  return {
    events: events.map(({ what, at }) => ({ what, at: Math.round((at - begin) * 100) / 100 })),
    health: line("health"),
    visit: line("visit"),
    cloudInit: line("cloud-init"),
    failed: line("failed"),
  };
}
