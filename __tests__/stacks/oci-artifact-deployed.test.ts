import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { Artifact } from "../../constructs/web-app";
import { counterApp } from "../../stacks/counter-app";
import { profiles } from "../../stacks/profiles";
import { OciDeployment } from "../support/oci-deployment";
import { whyNoOciProvider } from "../support/terraform";

const missing = whyNoOciProvider();
const whereProviderIs = missing ? describe.skip : describe;
const lab = { profile: profiles.lab };

/** Has the stack ship an app with this content from now on; returns the digest of its bytes. */
function build(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), "counterpart-bytes-"));
  const file = join(folder, "counter.tar.gz");
  writeFileSync(join(folder, counterApp.entryPoint), content);
  // The same content is to be the same bytes.
  const tar = execFileSync("tar", ["-c", "--mtime=@0", "-C", folder, counterApp.entryPoint]);
  writeFileSync(file, gzipSync(tar));
  const artifact = Artifact.fromFile(file);
  jest.replaceProperty(counterApp, "artifact", artifact);
  return artifact.sha256;
}

whereProviderIs(
  `the artifact on OCI, deployed with Oracle's provider${missing ? ` (${missing})` : ""}`,
  () => {
    let deployment: OciDeployment;

    // Digests of what the bucket holds, each under a name that begins with it.
    const held = () =>
      [...deployment.plane.storage.objects].map(([name, { bytes }]) => {
        const digest = createHash("sha256").update(bytes).digest("hex");
        expect(name).toMatch(new RegExp(`^${digest}-[0-9a-f]{8}\\.tar\\.gz$`));
        return digest;
      });

    beforeEach(async () => {
      deployment = await OciDeployment.begin();
    });
    afterEach(async () => {
      jest.restoreAllMocks();
      await deployment.end();
    });

    test("stays when the same bytes are deployed again, and a plan misses it when somebody removed it", async () => {
      const one = build("one");
      await deployment.apply(lab);
      build("one");
      expect(await deployment.apply(lab)).toEqual([]);
      expect(held()).toEqual([one]);
      deployment.plane.storage.deleteByHand();
      expect(held()).toEqual([]);
      expect(await deployment.apply(lab)).toEqual([
        { address: expect.stringContaining("oci_objectstorage_object."), actions: ["create"] },
      ]);
      expect(held()).toEqual([one]);
      // What was deleted by hand goes with its name.
      await deployment.destroy();
      expect(deployment.plane.storage.size).toBe(0);
    }, 600_000);

    test("gives way to other bytes, and comes back with its own when those do not work", async () => {
      const { routes } = deployment.plane;
      const one = build("one");
      await deployment.apply(lab);
      routes.health = "CRITICAL";
      const two = build("two");
      await expect(deployment.apply(lab)).rejects.toThrow(
        "new servers are not healthy, so the old ones stay",
      );
      expect(held()).toEqual([one, two]);
      routes.health = "OK";
      for (const [bytes, digest] of [
        ["one", one],
        ["two", two],
      ] as const) {
        build(bytes);
        await deployment.apply(lab);
        expect(held()).toEqual([digest]);
        expect(deployment.plane.storage.versions).toBe(1);
      }
    }, 600_000);
  },
);
