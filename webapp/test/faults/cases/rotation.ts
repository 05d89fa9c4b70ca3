import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { administer } from "../../support/database";
import { jsonService, type Service } from "../../support/service";
import { cluster, Scene } from "../stage";

const ARN = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:rds!db-1-AbCdEf";

let secret = { username: "rotated", password: "canary-first" };
let service: Service;

describe("a password", () => {
  beforeEach(async () => {
    service = await jsonService(() => [200, { ARN, SecretString: JSON.stringify(secret) }]);
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
    await scene.close();
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
