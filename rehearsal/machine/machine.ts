import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { has, succeeds } from "./programs";

const namespaces = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];

/** Why no machine can be started here; empty where one can. */
export const noMachine =
  has("systemd-nspawn") && succeeds("unshare", ...namespaces, "mount", "-t", "cgroup2", "cgroup2", "/mnt")
    ? ""
    : " (needs systemd-nspawn and the right to mount)";

/** Life of a machine from one start to the next. */
export interface Life {
  /** Lines of bash that root runs once it is up; what they write is what the life leaves. */
  readonly script: string;
  /** Its end: shut down, or without its power. */
  readonly end: "shutdown" | "power cut";
}

/**
 * Starts a machine again and again: a copy of this one, with its own systemd, journald and network, whose disk keeps what is
 * written to it from one start to the next.
 *
 * @param files what else is on its disk, by path
 * @param surroundings lines of bash that root runs beside the machine before its first start, in the same network, of which nobody
 *   else is a part; they may put files on its disk, which is the folder `root`
 * @returns what each life's script wrote
 */
export function live(
  files: Readonly<Record<string, string | Buffer>>,
  lives: readonly Life[],
  surroundings = "",
): string[] {
  const folder = mkdtempSync(join(tmpdir(), "counterpart-machine-"));
  for (const [path, text] of Object.entries({ ...files, "etc/systemd/system/life.service": lifeUnit })) {
    mkdirSync(join(folder, "files", dirname(path)), { recursive: true });
    writeFileSync(join(folder, "files", path), text, { mode: path.includes("bin/") ? 0o755 : 0o644 });
  }
  const script = lives.map(({ script, end }, index) => {
    const ending = end === "shutdown" ? "systemctl --no-block poweroff" : "touch /power-cut";
    writeFileSync(join(folder, `script-${index}`), `${script}\n${ending}\n`);
    return `live ${index}`;
  });
  writeFileSync(join(folder, "lives"), [prepare(folder), surroundings, ...script].join("\n"));
  try {
    execFileSync("unshare", [...namespaces, "--net", "bash", "-c", isolate(folder)], {
      stdio: "pipe",
      timeout: lives.length * 200_000,
      killSignal: "SIGKILL",
    });
  } finally {
    removeGroups(basename(folder));
  }
  return lives.map((_, index) => readFileSync(join(folder, `said-${index}`), "utf8"));
}

/** Removes control groups. Processes that were killed keep theirs a moment longer, and what is left must not hide why they were. */
function removeGroups(name: string): void {
  const remove = `find /mnt/${name} -depth -type d -exec rmdir {} + 2>/dev/null`;
  const groups = `mount -t cgroup2 cgroup2 /mnt; for attempt in 1 2 3 4 5; do ${remove} && break; sleep 1; done`;
  spawnSync("unshare", ["--mount", "sh", "-c", groups]);
}

const lifeUnit = `[Service]
Type=exec
RuntimeMaxSec=200
ExecStart=/bin/bash /life
StandardOutput=file:/said
StandardError=file:/said
`;

// A hierarchy of control groups of its own, as servers have it, whatever this machine has.
const isolate = (folder: string) => `set -eu
mkdir ${folder}/groups
mount -t cgroup2 cgroup2 ${folder}/groups
mkdir ${folder}/groups/${basename(folder)}
echo 0 >${folder}/groups/${basename(folder)}/cgroup.procs
exec unshare --cgroup bash -c "umount --recursive --lazy /sys/fs/cgroup; mount -t cgroup2 cgroup2 /sys/fs/cgroup; exec bash ${folder}/lives"`;

// Nothing of what is installed here starts there, and its journal begins with nothing.
const prepare = (folder: string) => `set -eu
ip link set lo up
mkdir ${folder}/disk && mount -t tmpfs tmpfs ${folder}/disk && cd ${folder}/disk
mkdir changes work root
mount -t overlay overlay -o lowerdir=/,upperdir=changes,workdir=work root
rm -rf root/var/log/journal root/etc/rc?.d root/etc/systemd/system/multi-user.target.wants
cp -r ${folder}/files/. root/
mkdir root/etc/systemd/system/multi-user.target.wants
ln -s ../life.service root/etc/systemd/system/multi-user.target.wants/
systemd-id128 new >root/etc/machine-id
live() {
  cp ${folder}/script-$1 root/life
  rm -f root/said
  systemd-nspawn --quiet --directory=root --register=no --keep-unit --boot --console=pipe \\
    systemd.unit=multi-user.target </dev/null >${folder}/console-$1 2>&1 &
  local machine=$!
  while kill -0 $machine 2>/dev/null; do
    sleep 0.1
    if [ -e root/power-cut ]; then
      rm root/power-cut
      pkill -KILL --parent $machine
    fi
  done
  wait $machine || true
  cp root/said ${folder}/said-$1
}`;
