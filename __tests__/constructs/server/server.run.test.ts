import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { bootScript } from "../../../constructs/server/boot-script";
import { Artifact } from "../../../constructs/web-app";
import { live, noMachine } from "../../../rehearsal/machine/machine";

const folder = mkdtempSync(join(tmpdir(), "counterpart-server-"));
const archive = join(folder, "demo.tar.gz");

/** An app that numbers what it says, and stands still when somebody asks it to. */
const demo = `
import { createServer } from "node:http";
import { existsSync, readFileSync } from "node:fs";
if (process.argv[2] === "migrate") {
  if (!existsSync("/granted")) throw new Error("not granted");
  console.log("migrated");
} else {
  const start = readFileSync("/proc/sys/kernel/random/uuid", "utf8").trim();
  let lines = 0;
  setInterval(() => console.log(start, ++lines), 5);
  createServer(({ url }, response) => {
    if (url === "/stand-still") for (;;);
    response.end();
  }).listen(8080);
}
`;

/** From the first boot on: units are ended in every way while the app goes on. */
const firstBoot = `
export PATH=/stub/bin:$PATH
bash /boot.sh
until curl --silent --max-time 1 http://127.0.0.1:8080/live; do sleep 0.2; done
migration() { systemctl show --property SubState --value demo-migrate; }
echo "serves while the migration is $(migration)"
touch /granted
until [ "$(migration)" = exited ]; do sleep 0.2; done
echo "migrated in the end"
for try in 1 2 3 4 5 6; do
  sleep 0.7
  systemctl kill --signal=KILL demo-log
done
systemctl restart demo-log demo-system-log
journalctl --rotate
sleep 4
systemctl restart demo
sleep 4
`;

/** After a power cut: the app hangs in two ways. */
const secondBoot = `
answers() { curl --silent --max-time 1 http://127.0.0.1:8080/live; }
main_pid() { systemctl show --property MainPID --value demo; }
replaced() {
  local begin=$SECONDS
  until [ "$(main_pid)" -ne 0 ] && [ "$(main_pid)" -ne "$1" ] && answers; do sleep 0.2; done
  echo "$2 for $((SECONDS - begin)) seconds"
}
until answers; do sleep 0.2; done
pid=$(main_pid)
kill -STOP "$pid"
replaced "$pid" stopped
pid=$(main_pid)
curl --silent --max-time 1 http://127.0.0.1:8080/stand-still
replaced "$pid" blocked
for unit in demo demo-migrate demo-log demo-system-log demo-live; do
  systemd-analyze --no-pager security "$unit" | grep --only-matching 'exposure level.*'
done
`;

/** After a shutdown: all that was ever said, in the journal and in the file. */
const thirdBoot = `
sleep 3
systemctl stop demo
sleep 4
journalctl --quiet --output cat --unit demo --unit demo-migrate >/journal
cmp /journal /var/log/demo/demo.log && echo "the file is the journal"
grep -E '^[0-9a-f-]{36} ' /var/log/demo/demo.log | sort --key 1,1 --key 2,2n |
  awk '$1 != start { start = $1; line = 0; starts++ } $2 != ++line { wrong++; line = $2 } END { print starts, "starts,", wrong + 0, "wrong" }'
stat --format 'read by anybody: %A' /var/log/demo/demo.log
grep 'demo has not answered' /var/log/demo/system.log
echo "failed units: $(systemctl --no-pager --plain --no-legend --failed)."
`;

(noMachine ? describe.skip : describe)(`a server with its own systemd and journald${noMachine}`, () => {
  let first: string;
  let hangs: string;
  let logs: string;

  beforeAll(() => {
    writeFileSync(join(folder, "demo.mjs"), demo);
    execFileSync("tar", ["--create", "--gzip", "--file", archive, "--directory", folder, "demo.mjs"]);
    const script = bootScript({
      app: {
        name: "demo",
        artifact: Artifact.fromFile(archive),
        entryPoint: "demo.mjs",
        port: 8080,
        healthPath: "/health",
        livePath: "/live",
        readyPath: "/ready",
      },
      connection: { driver: "pg", environment: {}, migration: {} },
      runtime: { install: "true", binary: process.execPath },
      source: { host: "example.com", download: 'cp /demo.tar.gz "$archive"' },
      ingress: { keepAliveSeconds: 75, requestIdHeader: "X-Request-Id" },
      place: "Somewhere",
    });
    const said = live(
      {
        "boot.sh": script,
        "demo.tar.gz": readFileSync(archive),
        // There is no network.
        "stub/bin/getent": "#!/bin/sh\n",
      },
      [
        { script: firstBoot, end: "power cut" },
        { script: secondBoot, end: "shutdown" },
        { script: thirdBoot, end: "shutdown" },
      ],
    );
    [first = "", hangs = "", logs = ""] = said;
  }, 600_000);

  test("serves while its migration still waits for something, and migrates when that has come", () => {
    expect(first).toMatch(/serves while the migration is (auto-restart|running)\nmigrated in the end\n/);
  });

  test("copies every line of the app once, however units and machine end", () => {
    expect(logs).toContain("the file is the journal\n");
    const [, starts] = /^(\d+) starts, 0 wrong$/m.exec(logs) ?? [];
    expect(Number(starts)).toBeGreaterThanOrEqual(5);
  });

  test("lets an agent of any user read the copy", () => {
    expect(logs).toContain("read by anybody: -rw-r--r--");
  });

  test("starts an app again that stands still, and says so in the system's log", () => {
    const seconds = [...hangs.matchAll(/^(?:stopped|blocked) for (\d+) seconds$/gm)].map(([, time]) =>
      Number(time),
    );
    expect(seconds).toHaveLength(2);
    // Half of it when the machine is idle.
    for (const time of seconds) expect(time).toBeLessThan(60);
    expect(logs.match(/demo has not answered for \d+ seconds and is killed$/gm)).toHaveLength(2);
  });

  test("leaves none of its units a privilege", () => {
    const exposures = [...hangs.matchAll(/: ([\d.]+) /g)].map(([, exposure]) => Number(exposure));
    expect(exposures).toHaveLength(5);
    for (const exposure of exposures) expect(exposure).toBeLessThan(1.5);
  });

  test("has no unit that failed", () => {
    expect(logs).toContain("failed units: .\n");
  });
});
