import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { until } from "../../support/artifact";
import { administer } from "../../support/database";
import { level } from "../journal";
import { Scene } from "../scene";
import { cluster } from "../stage";
import { Wire } from "../wire";

test("a database is away, and then refuses the password: the log tells each cause once, when it comes", async () => {
  await administer(cluster.address, "CREATE ROLE renamed LOGIN SUPERUSER PASSWORD 'canary'");
  const wire = await Wire.to(cluster.address.port);
  const env = { DB_USER: "renamed", DB_PASSWORD: "canary" };
  const scene = await Scene.open("another_cause", { port: wire.port, env });
  const turns = () => scene.log.filter(({ msg }) => msg.startsWith("the database is"));
  await until(() => turns().some(({ level: l }) => l === level.info), "it is connected");
  await wire.refuse();
  await until(() => JSON.stringify(turns().at(-1)).includes("ECONNREFUSED"), "the first cause is told");
  await pause(1_500);
  await administer(cluster.address, "ALTER ROLE renamed PASSWORD 'another'");
  await wire.accept();
  await until(() => /another reason/.test(turns().at(-1)?.msg ?? ""), "the second cause is told");
  expect(turns().at(-1)).toMatchObject({
    level: level.warn,
    cause: 'password authentication failed for user "renamed"',
  });
  await pause(1_500);
  await administer(cluster.address, "ALTER ROLE renamed PASSWORD 'canary'");
  await scene.expectRecovery(performance.now());
  await until(() => turns().at(-1)?.msg === "the database is connected", "the return is told");
  // One line for each, however often it was asked.
  expect(turns().length).toBeLessThanOrEqual(6);
  await scene.close();
  await wire.stop();
});
