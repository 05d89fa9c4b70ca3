import { expect, test } from "@jest/globals";
import { migrateUnit } from "../../constructs/service-units";
import { readConfig } from "../../webapp/src/environment";

test("systemd waits for a migration as long as the migration waits for what it lacks, which is until it has it", () => {
  expect(readConfig({ DB_DRIVER: "memory" })).not.toHaveProperty("migrateTimeoutSeconds");
  expect(migrateUnit("counter", "/usr/bin/node counter.mjs")).toContain("\nTimeoutStartSec=infinity\n");
});
