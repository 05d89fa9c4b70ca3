import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const ROOT = "/sys/fs/cgroup";
/** Period of a CPU quota, in microseconds: a process that used it up waits for no longer. */
const PERIOD_US = 10_000;

/**
 * Gives a process, with all of its threads, a share of a core and no more, by the kernel's bandwidth control.
 *
 * @returns what takes the limit away again
 * @throws Error where no cgroup can be made
 */
export function limited(pid: number, share: number): () => void {
  const quota = Math.round(PERIOD_US * share);
  const second = existsSync(path.join(ROOT, "cgroup.controllers"));
  const parent = second ? ROOT : path.join(ROOT, "cpu");
  const group = path.join(parent, `counterpart-bench-${pid}`);
  mkdirSync(group);
  const write = (folder: string, file: string, value: string) =>
    writeFileSync(path.join(folder, file), value);
  if (second) write(group, "cpu.max", `${quota} ${PERIOD_US}`);
  else {
    write(group, "cpu.cfs_period_us", String(PERIOD_US));
    write(group, "cpu.cfs_quota_us", String(quota));
  }
  write(group, "cgroup.procs", String(pid));
  return () => {
    write(parent, "cgroup.procs", String(pid));
    rmdirSync(group);
  };
}
