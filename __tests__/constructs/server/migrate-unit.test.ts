import { expect, test } from "@jest/globals";
import { migrateUnit } from "../../../constructs/server/service-units";
import { readConfig } from "../../../webapp/src/config/environment";

test("a migration goes on until it has what it lacks, and systemd neither ends it nor leaves it ended", () => {
  expect(readConfig({ DB_DRIVER: "memory" })).not.toHaveProperty("migrateTimeoutSeconds");
  const unit = migrateUnit("counter", "/usr/bin/node counter.mjs");
  // A `oneshot` would be ended by a time-out, and systemd 239 starts none again.
  expect(unit).not.toMatch(/^(Type=oneshot|TimeoutStartSec=)/m);
  expect(unit).toMatch(/^Restart=on-failure$/m);
});

test("a migration has a folder that outlives it, which systemd names by a variable that the app reads", () => {
  expect(migrateUnit("counter", "/usr/bin/node counter.mjs")).toMatch(/^StateDirectory=counter-migrate$/m);
  const { database } = readConfig({
    DB_DRIVER: "oracledb",
    DB_CONNECT_STRING: "tcps://db.example/counter",
    DB_CREDENTIALS: "env",
    DB_USER: "ADMIN",
    DB_PASSWORD: "canary",
    STATE_DIRECTORY: "/var/lib/counter-migrate",
  });
  expect(database).toMatchObject({ stateDirectory: "/var/lib/counter-migrate" });
});
