import { execFileSync } from "node:child_process";
import { rmSync, statfsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { temporaryFolder } from "../../support/database";
import { Cluster, type Folder } from "../cluster";
import { Scene, somebody } from "../scene";

const MIB = 1_048_576;
const name = "a disk that is full: PostgreSQL ends, visitors are refused, and it goes on once there is room";

if (mountable()) test(name, fillAndFree);
else test.skip(`${name} (needs the right to mount a tmpfs)`, fillAndFree);

async function fillAndFree(): Promise<void> {
  const disk = smallDisk();
  const cluster = await Cluster.start({}, disk);
  try {
    const scene = await Scene.open("full", { on: cluster.address });
    const ballast = path.join(disk.path, "ballast");
    const other = await somebody(scene.database);
    const { bavail, bsize } = statfsSync(disk.path);
    // Less room than the next file of the log takes, which is 16 MiB.
    writeFileSync(ballast, Buffer.alloc(bavail * bsize - 8 * MIB));
    const full = performance.now();
    // Visits alone write so little that they would take minutes to get there.
    await expect(other.query(fillLog)).rejects.toThrow();
    await pause(3_000);
    expect(scene.crowd.countedAfter(full + 1_500)).toBe(Infinity);
    rmSync(ballast);
    await cluster.restart();
    const back = performance.now();
    await scene.expectRecovery(back);
    await scene.expectHealthTurned(full, back);
    await scene.close();
  } finally {
    await cluster.stop();
  }
}

const fillLog =
  "SELECT pg_logical_emit_message(true, 'fill', repeat('x', 8000000)) FROM generate_series(1, 20)";

/** A disk of its own that is soon full. */
function smallDisk(): Folder {
  const folder = temporaryFolder();
  const options = ["-t", "tmpfs", "-o", "size=192m,mode=755", "tmpfs", folder.path];
  execFileSync("mount", options, { stdio: "ignore" });
  return {
    path: folder.path,
    remove() {
      // What still ends on it lets go of it a moment later.
      execFileSync("umount", ["--lazy", folder.path]);
      folder.remove();
    },
  };
}

/** Only root may mount, and not in every container. */
function mountable(): boolean {
  try {
    smallDisk().remove();
    return true;
  } catch {
    return false;
  }
}
