import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { AppCredentials } from "../../src/config/database-config";
import { openCredentials } from "../../src/credentials";
import { open } from "../../src/store/pg";
import { serveArtifact, unpackArtifact, until } from "../support/artifact";
import { administer, configFor, temporaryPostgres } from "../support/database";
import { jsonService, rawService } from "../support/service";

const config = (host: string, port: number): AppCredentials => ({
  source: "aws-iam",
  username: "webapp",
  region: "eu-central-1",
  host,
  port,
});
const variables = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] as const;
let saved: (string | undefined)[];

/** Stops the calendar, and nothing else: time limits still run. */
function stopCalendar(now: string): void {
  jest.useFakeTimers({
    now: new Date(now),
    doNotFake: [
      "hrtime",
      "nextTick",
      "performance",
      "queueMicrotask",
      "setImmediate",
      "clearImmediate",
      "setInterval",
      "clearInterval",
      "setTimeout",
      "clearTimeout",
    ],
  });
}

beforeEach(() => {
  saved = variables.map((name) => process.env[name]);
  process.env.AWS_ACCESS_KEY_ID = "AKIAIOSFODNN7EXAMPLE";
  process.env.AWS_SECRET_ACCESS_KEY = "secret-canary";
  process.env.AWS_SESSION_TOKEN = "session";
});
afterEach(() => {
  jest.useRealTimers();
  for (const [index, name] of variables.entries()) {
    if (saved[index] === undefined) delete process.env[name];
    else process.env[name] = saved[index];
  }
});

describe("a token that AWS signed", () => {
  test("is good for this server, this user and a quarter of an hour", async () => {
    stopCalendar("2026-11-21T12:00:00Z");
    const { user, password } = await openCredentials(config("db.example.internal", 5432))();
    expect(user).toBe("webapp");
    const token = new URL(`https://${password}`);
    expect(`${token.hostname}:${token.port}`).toBe("db.example.internal:5432");
    expect(Object.fromEntries(token.searchParams)).toMatchObject({
      Action: "connect",
      DBUser: "webapp",
      "X-Amz-Credential": "AKIAIOSFODNN7EXAMPLE/20261121/eu-central-1/rds-db/aws4_request",
      "X-Amz-Date": "20261121T120000Z",
      "X-Amz-Expires": "900",
      "X-Amz-Security-Token": "session",
    });
    expect(password).not.toContain("canary");
  });

  test("is a new one each time, which may be used for less than the 15 minutes that it lives", async () => {
    const read = openCredentials(config("db.example.internal", 5432));
    stopCalendar("2026-11-21T12:00:00Z");
    const first = await read();
    stopCalendar("2026-11-21T12:20:00Z");
    const second = await read();
    expect(second.password).toContain("X-Amz-Date=20261121T122000Z");
    expect(second.password).not.toBe(first.password);
    expect(second.validMs).toBe(14 * 60_000);
  });

  test("is signed with the identity of the instance, by version 2 of its metadata", async () => {
    const asked: string[] = [];
    const metadata = await jsonService(({ request }) => {
      asked.push(`${request.method} ${request.url}`);
      if (request.method === "PUT") return [200, "session-of-the-metadata"];
      if (request.url?.endsWith("/security-credentials/")) return [200, "servers"];
      return [
        200,
        {
          Code: "Success",
          AccessKeyId: "ASIAIOSFODNN7EXAMPLE",
          SecretAccessKey: "secret-canary",
          Token: "token-of-the-role",
          Expiration: new Date(Date.now() + 3_600_000).toISOString(),
        },
      ];
    });
    for (const name of variables) delete process.env[name];
    process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = metadata.url;
    try {
      const { password } = await openCredentials(config("db.example.internal", 5432))();
      const signed = new URL(`https://${password}`).searchParams;
      expect(signed.get("X-Amz-Credential")).toMatch(/^ASIAIOSFODNN7EXAMPLE\//);
      expect(signed.get("X-Amz-Security-Token")).toBe("token-of-the-role");
      expect(asked[0]).toBe("PUT /latest/api/token");
    } finally {
      delete process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT;
      await metadata.stop();
    }
  });

  test("is an error that may pass where the server has no identity yet", async () => {
    process.env.AWS_EC2_METADATA_DISABLED = "true";
    for (const name of variables) delete process.env[name];
    try {
      await expect(openCredentials(config("db", 5432))()).rejects.toMatchObject({ outcome: "unavailable" });
    } finally {
      delete process.env.AWS_EC2_METADATA_DISABLED;
    }
  });

  test("reaches PostgreSQL over TLS as the password of the role", async () => {
    const server = await temporaryPostgres({ tls: true });
    try {
      stopCalendar("2026-11-21T12:00:00Z");
      const credentials = config(server.host, server.port);
      const { password } = await openCredentials(credentials)();
      await administer(server, `CREATE ROLE rds_iam; CREATE ROLE webapp LOGIN PASSWORD '${password}'`);
      const administrator = open({ ...configFor(server), appCredentials: credentials });
      await administrator.migrate();
      await administrator.close();
      const store = open({ ...configFor(server), credentials });
      await expect(store.increment(1)).resolves.toBe(1);
      const [session] = await administer(
        server,
        "SELECT usename, ssl FROM pg_stat_activity JOIN pg_stat_ssl USING (pid) WHERE application_name = 'counterpart'",
      );
      expect(session).toEqual({ usename: "webapp", ssl: true });
      await store.close();
    } finally {
      await server.stop();
    }
  });
});

test("the artifact sends such a token to whoever asks for a password as RDS does", async () => {
  const said: Buffer[] = [];
  const cleartextPassword = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]);
  const database = await rawService((socket) => {
    socket.once("data", () => socket.write(cleartextPassword));
    socket.on("data", (chunk) => said.push(chunk));
  });
  const artifact = await unpackArtifact();
  const server = await serveArtifact(artifact.path, {
    DB_DRIVER: "pg",
    DB_HOST: "127.0.0.1",
    DB_PORT: String(database.port),
    DB_TLS: "off",
    DB_NAME: "counter",
    DB_CREDENTIALS: "aws-iam",
    DB_USER: "webapp",
    DB_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "secret-canary",
  });
  try {
    const token = () =>
      /127\.0\.0\.1:\d+\/\?Action=connect\S+/.exec(Buffer.concat(said).toString("latin1"))?.[0];
    await fetch(`${server.url}/health`);
    await until(() => token() !== undefined, "the token arrived");
    expect(token()).toContain(`127.0.0.1:${database.port}/?Action=connect&DBUser=webapp&`);
    expect(token()).toMatch(
      /%2Feu-central-1%2Frds-db%2Faws4_request&.*X-Amz-Expires=900&X-Amz-Signature=[0-9a-f]{64}/,
    );
    expect(server.output()).not.toContain("canary");
    expect(server.output()).not.toContain("X-Amz-Signature");
  } finally {
    server.process.kill("SIGKILL");
    await server.ended;
    await database.stop();
    artifact.remove();
  }
});
