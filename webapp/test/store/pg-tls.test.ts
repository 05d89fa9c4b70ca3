import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { serverCertificate } from "../../../local/certificates";
import type { Postgres } from "../../../local/postgres";
import type { PgConfig } from "../../src/config/database-config";
import { open } from "../../src/store/pg";
import { administer, configFor, temporaryFolder, temporaryPostgres } from "../support/database";

let server: Postgres;
const folder = temporaryFolder();
beforeAll(async () => {
  server = await temporaryPostgres({ tls: true });
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

async function ping(change: Partial<PgConfig>): Promise<void> {
  const store = open({ ...configFor(server), ...change });
  try {
    await store.migrate();
    await store.ping();
  } finally {
    await store.close();
  }
}

describe("TLS to PostgreSQL", () => {
  test.each(["localhost", "127.0.0.1"])("is verified against %s and used", async (host) => {
    const store = open({ ...configFor(server), host });
    await store.migrate();
    await store.ping();
    const rows = await administer(
      server,
      "SELECT DISTINCT s.ssl FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) WHERE a.application_name = 'counterpart'",
    );
    expect(rows).toEqual([{ ssl: true }]);
    await store.close();
  });

  test("refuses a server that another authority vouches for", async () => {
    const caFile = path.join(folder.path, "other-ca.crt");
    writeFileSync(caFile, (await serverCertificate([{ type: "dns", value: "localhost" }])).ca);
    await expect(ping({ tls: { caFile } })).rejects.toMatchObject({
      outcome: "unavailable",
      cause: { message: expect.stringMatching(/certificate|signature/) },
    });
  });

  test("refuses a server whose certificate carries another name", async () => {
    // Resolves to 127.0.0.1 but is a name, and not one that the certificate carries.
    await expect(ping({ host: "127.1" })).rejects.toMatchObject({
      outcome: "unavailable",
      cause: { code: "ERR_TLS_CERT_ALTNAME_INVALID" },
    });
  });

  test("cannot be skipped where the server asks for it", async () => {
    await expect(ping({ tls: "off" })).rejects.toMatchObject({
      outcome: "unavailable",
      cause: { message: expect.stringContaining("no encryption") },
    });
  });

  test.each([
    ["is missing", undefined, "it cannot be read (ENOENT"],
    ["is empty", () => "", "it has 0 whole certificates"],
    ["is no PEM", () => "certificate", "it has 0 whole certificates"],
    ["was cut off", (ca: string) => `${ca}${ca.slice(0, 200)}`, "1 whole certificates, and 2 that begin"],
    [
      "holds a broken one",
      (ca: string) => ca + ca.replace(/\n.{20}/, "\nAAAAAAAAAAAAAAAAAAAA"),
      "number 2 is broken",
    ],
  ])("ends the start where the file of authorities %s, and says so", (what, change, reason) => {
    const caFile = path.join(folder.path, `${what}.pem`);
    if (change) writeFileSync(caFile, change(readFileSync(server.caFile ?? "", "utf8")));
    expect(() => open({ ...configFor(server), tls: { caFile } })).toThrow(
      expect.objectContaining({ message: expect.stringContaining(`"${caFile}": `) }),
    );
    expect(() => open({ ...configFor(server), tls: { caFile } })).toThrow(reason);
  });

  test("takes the file from before, though it is gone since", async () => {
    await ping({});
    const caFile = path.join(folder.path, "gone.pem");
    copyFileSync(server.caFile ?? "", caFile);
    const store = open({ ...configFor(server), tls: { caFile } });
    rmSync(caFile);
    await expect(store.ping()).resolves.toBeUndefined();
    await store.close();
  });
});
