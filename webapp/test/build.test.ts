import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { tar } from "../build/artifact";
import { bundle } from "../build/bundle";
import { licences } from "../build/licences";
import { proveStart } from "../build/proof";
import { artifactFile, unpackArtifact } from "./support/artifact";
import { temporaryFolder } from "./support/database";

let unpacked: { path: string; remove(): void };
beforeAll(async () => {
  unpacked = await unpackArtifact();
});
afterAll(() => unpacked.remove());

/** A server that listens and does not count. */
const liar = `
import { createServer } from "node:http";
const server = createServer((_, response) => response.end("hello"));
server.listen(0, () => console.log(\`Server listening at http://localhost:\${server.address().port}"\`));
`;

describe("the build", () => {
  let folder: { path: string; remove(): void };
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  /** Writes a file of a project of its own. */
  function write(name: string, content: string): void {
    const file = path.join(folder.path, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  test("refuses an installation without a package that is asked for in a `try`", async () => {
    write("src/main.ts", "try { require('pgpass'); } catch {}");
    await expect(bundle(folder.path)).rejects.toThrow(
      "`pgpass` must be installed, as src/main.ts asks for it",
    );
  });

  const manifest = { name: "small", version: "1.2.3", license: "MIT", author: "Ada <ada@example.com>" };
  const small = ["node_modules/small/index.js"];

  test("names the author in the standard text of a package that has none", () => {
    write("node_modules/small/package.json", JSON.stringify(manifest));
    expect(licences(folder.path, small)).toContain(
      "=== small 1.2.3 (MIT) ===\n\nMIT License\n\nCopyright (c) Ada\n",
    );
  });

  test("takes what a README says below its heading", () => {
    write("node_modules/small/package.json", JSON.stringify(manifest));
    write(
      "node_modules/small/README.md",
      "# Small\n\n## License\n\nMine, WITHOUT WARRANTY\n\n## Bugs\n\nNone\n",
    );
    expect(licences(folder.path, small)).toBe("=== small 1.2.3 (MIT) ===\n\nMine, WITHOUT WARRANTY\n");
  });

  test.each([{ license: "ISC" }, { author: undefined }])(
    "refuses a package without the text of its licence, %j",
    (other) => {
      write("node_modules/small/package.json", JSON.stringify({ ...manifest, ...other }));
      expect(() => licences(folder.path, small)).toThrow(
        "small 1.2.3 must come with the text of its licence",
      );
    },
  );

  test.each([
    ["the server does not start", "counter.mjs", 'throw new Error("dead");'],
    ["the server answers something else", "counter.mjs", liar],
    ["another part does not load", "pg-0.mjs", 'import "a-package-that-is-missing";'],
  ])("refuses what it made where %s", async (_, file, content) => {
    const files = readdirSync(unpacked.path).map((name) => [
      name,
      readFileSync(path.join(unpacked.path, name)),
    ]);
    const packed = path.join(folder.path, "counter.tar.gz");
    writeFileSync(packed, gzipSync(await tar(new Map([...files, [file, content]] as [string, string][]))));
    await expect(proveStart(packed)).rejects.toThrow("the artifact does not start");
  });

  test("accepts what it made", async () => {
    await expect(proveStart(artifactFile)).resolves.toBeUndefined();
  });
});
