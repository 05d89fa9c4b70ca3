import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, test } from "@jest/globals";
import { copyJournal } from "../../../constructs/server/log-copy";

/** Shows the lines of the file `journal` beside it that come after a cursor, which is a line's number, as journalctl would. */
const journalctl = `#!/bin/bash
after=0
for argument; do case $argument in --after-cursor=*) after=\${argument#*=} ;; esac; done
journal="$(dirname "$0")/journal"
# What is written meanwhile is the next call's.
end=$(wc --lines <"$journal")
head --lines "$end" "$journal" | tail --lines "+$((after + 1))"
echo "-- cursor: $end"
`;

let running: ChildProcess | undefined;
afterEach(() => void running?.kill("SIGKILL"));

/** A copy of a journal that a test writes. */
function copy() {
  const folder = mkdtempSync(join(tmpdir(), "counterpart-log-copy-"));
  const [state, file] = [join(folder, "state"), join(folder, "app.log")];
  mkdirSync(state);
  writeFileSync(join(folder, "journal"), "");
  const program = (name: string, script: string) =>
    writeFileSync(join(folder, name), script, { mode: 0o755 });
  program("journalctl", journalctl);
  writeFileSync(join(folder, "copy-journal"), copyJournal);
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  return {
    folder,
    program,
    file,
    state: join(state, "state"),
    say: (...lines: string[]) =>
      appendFileSync(join(folder, "journal"), lines.map((line) => `${line}\n`).join("")),
    start: () =>
      (running = spawn("bash", [join(folder, "copy-journal"), file, state], { env, stdio: "ignore" })),
    read: () => (existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : []),
  };
}

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200 && !holds(); turn++) await pause(50);
}

async function stop(signal: NodeJS.Signals): Promise<void> {
  const ended = once(running!, "close");
  running!.kill(signal);
  await ended;
}

// By the commands of GNU that servers have.
(process.platform === "linux" ? describe : describe.skip)("a copy of the journal", () => {
  test("has every line once, also what is said last before it is stopped", async () => {
    const { say, start, read } = copy();
    say("one", "two");
    start();
    await until(() => read().length === 2);
    say("three");
    await stop("SIGTERM");
    expect(read()).toEqual(["one", "two", "three"]);
  });

  // The second call of `stat` is made in an argument's command substitution, the first in an assignment's.
  test.each([1, 2])("is not ended by a signal that comes within its call %i of stat", async (call) => {
    const { say, start, read, program, folder } = copy();
    const calls = join(folder, "calls");
    program("stat", `#!/bin/bash\necho >>${calls}\nsleep 0.3\nexec /usr/bin/stat "$@"\n`);
    const made = () => (existsSync(calls) ? readFileSync(calls).length : 0);
    say("one", "two");
    start();
    await until(() => made() === call);
    say("three");
    await stop("SIGTERM");
    expect(read()).toEqual(["one", "two", "three"]);
  });

  test("has every line once although it was ended before it could remember", async () => {
    const { say, start, read, state, file } = copy();
    say("one");
    start();
    await until(() => existsSync(state) && read().length === 1);
    await stop("SIGKILL");
    // What it had written and not remembered.
    say("two", "three");
    appendFileSync(file, "two\n");
    start();
    await until(() => read().length === 3);
    await stop("SIGTERM");
    expect(read()).toEqual(["one", "two", "three"]);
  });

  test("moves a file away that grew too large, once agents had a pause to read it, and loses nothing", async () => {
    const { say, start, read, state, file } = copy();
    const large = 50_000_001;
    writeFileSync(file, "");
    truncateSync(file, large);
    writeFileSync(state, `${large} 1\n`);
    say("one", "two");
    start();
    await until(() => existsSync(`${file}.1`) && read().length === 1);
    await stop("SIGTERM");
    expect(read()).toEqual(["two"]);
    expect(readFileSync(`${file}.1`).length).toBe(large);
  });
});
