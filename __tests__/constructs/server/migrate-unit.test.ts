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
