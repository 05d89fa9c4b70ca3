import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { administer } from "../../support/database";
import { jsonService, type Service } from "../../support/service";
import { Scene } from "../scene";
import { cluster } from "../stage";
import { Wire } from "../wire";

const ARN = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:rds!db-1-AbCdEf";

let secret = { username: "rotated", password: "canary-first" };
let service: Service;
let questions = 0;

describe("a password", () => {
  beforeEach(async () => {
    questions = 0;
    service = await jsonService(() => {
      questions++;
      return [200, { ARN, SecretString: JSON.stringify(secret) }];
    });
  });
  afterEach(() => service.stop());

  test("that is rotated under load: the next connection logs in with the new one, without a restart", async () => {
    await administer(cluster.address, "CREATE ROLE rotated LOGIN SUPERUSER PASSWORD 'canary-first'");
    const scene = await Scene.open("rotation", { env: credentials() });
    await administer(cluster.address, "ALTER ROLE rotated PASSWORD 'canary-second'");
    await pause(500);
    // Who is logged in stays so.
    expect(scene.crowd.failures).toEqual([]);

    await administer(cluster.address, hangUp);
    const lost = performance.now();
    await pause(2_500);
    expect(scene.crowd.countedAfter(lost + 500)).toBe(Infinity);
    secret = { username: "rotated", password: "canary-second" };
    const back = performance.now();
    await scene.expectRecovery(back);
    await scene.expectHealthTurned(lost, back);
    expect(scene.server.output()).toContain('password authentication failed for user \\"rotated\\"');
    expect(scene.server.output()).not.toContain("canary");
    // Once for all connections, and while it is refused once a second at most.
    expect(questions).toBeLessThanOrEqual(2 + Math.ceil((performance.now() - lost) / 1_000));
    await scene.close();
  });

  test("is not asked for again while the database refuses connections", async () => {
    secret = { username: "asked_once", password: "canary-first" };
    await administer(cluster.address, "CREATE ROLE asked_once LOGIN SUPERUSER PASSWORD 'canary-first'");
    const wire = await Wire.to(cluster.address.port);
    const scene = await Scene.open("asked_once", { port: wire.port, env: credentials() });
    await wire.refuse();
    await pause(5_000);
    await wire.accept();
    await scene.expectRecovery(performance.now());
    expect(questions).toBe(1);
    await scene.close();
    await wire.stop();
  });
});

const hangUp = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'rotated'";

function credentials(): NodeJS.ProcessEnv {
  return {
    DB_USER: undefined,
    DB_PASSWORD: undefined,
    DB_CREDENTIALS: "aws-secrets-manager",
    DB_SECRET_ARN: ARN,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: service.url,
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "example",
  };
}
