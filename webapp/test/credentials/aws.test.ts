import { afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { CredentialsConfig } from "../../src/config/database-config";
import { openCredentials } from "../../src/credentials";
import { open } from "../../src/store/pg";
import { administer, configFor, temporaryPostgres } from "../support/database";
import { jsonService, type Question, type Service } from "../support/service";

const secretArn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!db-1-AbCdEf";
const config: CredentialsConfig = { source: "aws-secrets-manager", secretArn };
const variables = ["AWS_ENDPOINT_URL_SECRETS_MANAGER", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;

/** Secrets of the service, and the requests to it. */
let secret: string | undefined;
let questions: Question[];
/** Number of them that get no answer. */
let lost: number;
let service: Service;
let saved: (string | undefined)[];

// A question that also loads the SDK may take more than the second after which it is asked again.
beforeAll(async () => void (await import("../../src/credentials/aws")));
beforeEach(async () => {
  questions = [];
  lost = 0;
  secret = JSON.stringify({ username: "counter", password: "first" });
  service = await jsonService((question) => {
    if (questions.push(question) <= lost) return undefined;
    return secret === undefined
      ? [400, { __type: "ResourceNotFoundException", Message: "no such secret" }]
      : [200, { ARN: secretArn, SecretString: secret }];
  });
  saved = variables.map((name) => process.env[name]);
  process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = service.url;
  process.env.AWS_ACCESS_KEY_ID = "AKIAIOSFODNN7EXAMPLE";
  process.env.AWS_SECRET_ACCESS_KEY = "example";
});
afterEach(async () => {
  for (const [index, name] of variables.entries()) {
    if (saved[index] === undefined) delete process.env[name];
    else process.env[name] = saved[index];
  }
  await service.stop();
});

describe("credentials from AWS Secrets Manager", () => {
  test("are read from the secret, in the region that its ARN names", async () => {
    await expect(openCredentials(config)()).resolves.toEqual({ user: "counter", password: "first" });
    expect(questions).toHaveLength(1);
    expect(JSON.parse(questions[0]?.body ?? "")).toEqual({ SecretId: secretArn });
    expect(questions[0]?.request.headers).toMatchObject({
      "x-amz-target": "secretsmanager.GetSecretValue",
      authorization: expect.stringContaining("/eu-central-1/secretsmanager/aws4_request"),
    });
  });

  test("are asked for again each time", async () => {
    const read = openCredentials(config);
    await read();
    secret = JSON.stringify({ username: "counter", password: "second" });
    await expect(read()).resolves.toEqual({ user: "counter", password: "second" });
  });

  test("are asked for once more when a question got lost, so that a visitor's two seconds are enough", async () => {
    lost = 1;
    const begin = performance.now();
    await expect(openCredentials(config)()).resolves.toEqual({ user: "counter", password: "first" });
    expect(performance.now() - begin).toBeLessThan(2_000);
    expect(questions).toHaveLength(2);
  });

  test("are given up after five seconds, and asked for anew by the next connection", async () => {
    lost = Infinity;
    const read = openCredentials(config);
    await expect(read()).rejects.toMatchObject({ outcome: "unavailable" });
    lost = 0;
    await expect(read()).resolves.toEqual({ user: "counter", password: "first" });
  }, 15_000);

  test("are an error that may pass when the service refuses", async () => {
    secret = undefined;
    await expect(openCredentials(config)()).rejects.toMatchObject({
      outcome: "unavailable",
      cause: { name: "ResourceNotFoundException" },
    });
  });

  test.each(["canary", '{"password":"canary"}', '{"username":"counter","password":7,"note":"canary"}'])(
    "are never quoted when the secret has the wrong shape: %s",
    async (content) => {
      secret = content;
      const error = await openCredentials(config)().catch((error: unknown) => error as Error);
      const cause = (error as Error).cause as Error;
      expect(cause.message).toContain("must be JSON with `username` and `password`");
      expect(`${(error as Error).stack} ${cause.stack} ${String(cause.cause)}`).not.toContain("canary");
    },
  );

  test("survive a rotation without a restart: the next connection logs in with the new password", async () => {
    const server = await temporaryPostgres();
    await administer(server, "CREATE ROLE rotated LOGIN SUPERUSER PASSWORD 'first'");
    secret = JSON.stringify({ username: "rotated", password: "first" });
    const store = open({ ...configFor(server), credentials: config });
    await store.migrate();
    await expect(store.increment(1)).resolves.toBe(1);

    await administer(server, "ALTER ROLE rotated PASSWORD 'second'");
    await expect(store.increment(1)).resolves.toBe(2);
    await administer(
      server,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'rotated'",
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(store.increment(1)).rejects.toMatchObject({
      outcome: "unavailable",
      cause: { code: "28P01" },
    });

    secret = JSON.stringify({ username: "rotated", password: "second" });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await expect(store.increment(1)).resolves.toBe(3);
    await store.close();
    await server.stop();
  });
});
