/**
 * Runs a program for a process that may die without a chance to clean up: `node guard.mjs SIGNAL uid gid program arguments…`.
 *
 * Its standard input is a pipe from that process, whose end comes when it is closed on purpose and also when that
 * process dies; then the program is sent the signal. It ends with the program's exit code.
 */
import { spawn } from "node:child_process";

const [signal, uid, gid, program, ...args] = process.argv.slice(2);
const user = uid === "" ? {} : { uid: Number(uid), gid: Number(gid) };
const child = spawn(program, args, { stdio: ["ignore", "inherit", "inherit"], windowsHide: true, ...user });
child.once("error", (error) => {
  console.error(error.message);
  process.exit(127);
});
child.once("exit", (code) => process.exit(code ?? 1));
process.stdin.resume().once("close", () => child.kill(signal));
