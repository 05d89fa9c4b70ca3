import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { open } from "../../../../src/store/oracledb";
import { administrator } from "../../../oracle/server";
import { OciInstance } from "../../../support/oci";
import { app, OracleScene } from "../../oracle-scene";
import { limits } from "../../stage";

const SECRET = "ocid1.vaultsecret.oc1.eu-frankfurt-1.app";
const NEXT = "Another-1-for-now";

let oci: OciInstance;

/** A scene whose server takes its password from Vault. */
const withVault = (name: string) =>
  OracleScene.open(name, {
    env: {
      ...oci.environment,
      DB_CREDENTIALS: "oci-vault",
      DB_PASSWORD: undefined,
      DB_SECRET_ID: SECRET,
    },
  });

describe("a password of Oracle Database", () => {
  beforeEach(async () => {
    oci = await OciInstance.start();
    oci.secrets.set(SECRET, app.password);
  });
  afterEach(() => oci.stop());

  test("that is rotated under load: the next connection logs in with the new one, without a restart", async () => {
    const scene = await withVault("rotation");
    const { database } = scene.oracle;
    // Whoever came before the first log-in, which begins with an identity, may have been refused.
    const { length } = scene.crowd.failures;
    await database.change("password", app.user, NEXT);
    await pause(500);
    // Who is logged in stays so.
    expect(scene.crowd.failures.length).toBe(length);

    await scene.oracle.end(28);
    const lost = performance.now();
    await pause(2_500);
    scene.expectNoneCounted(lost + 500);
    oci.secrets.set(SECRET, NEXT);
    const back = performance.now();
    await scene.expectRecovery(back);
    await scene.expectHealthyAgain(back);
    expect(scene.health.turnedAfter(lost, false)).toBeLessThan(limits.unhealthyMs);
    expect(scene.server.output()).toContain("ORA-01017");
    for (const word of [app.password, NEXT]) expect(scene.server.output()).not.toContain(word);
    // Three lines offered it once each at most before it was remembered, and an account bears ten.
    expect(database.accounts.refusals.get(app.user)).toBeLessThanOrEqual(3);
    await scene.close();
  });

  test("that expires: in its days of grace nobody notices, then who is logged in goes on, and another version of the secret mends it", async () => {
    const scene = await withVault("expiry");
    const { accounts } = scene.oracle.database;
    accounts.setStatus(app.user, "EXPIRED(GRACE)");
    await scene.oracle.end(2396);
    await scene.expectRecovery(performance.now());

    accounts.setStatus(app.user, "EXPIRED");
    const expired = performance.now();
    await pause(1_000);
    expect(scene.crowd.countedAfter(expired)).toBeLessThan(1_000);
    await scene.oracle.end(28);
    const lost = performance.now();
    await pause(2_500);
    scene.expectNoneCounted(lost + 500);
    expect(scene.server.output()).toContain("ORA-28001");

    // A new version of the secret, and `migrate`. A server that asked before `migrate` was done would wait for five minutes.
    const store = open({
      driver: "oracledb",
      connectString: scene.oracle.connectString,
      credentials: { source: "env", username: administrator.user, password: administrator.password },
      appCredentials: { source: "env", username: app.user, password: NEXT },
    });
    await store.migrate();
    await store.close();
    oci.secrets.set(SECRET, NEXT);
    const back = performance.now();
    await scene.expectRecovery(back);
    await scene.expectHealthyAgain(back);
    await scene.close();
  });
});
