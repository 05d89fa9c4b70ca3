import { beforeAll, describe, expect, test } from "@jest/globals";
import { type Boot, boot } from "../../../rehearsal/boot/boot";
import { awsServer, ociServer } from "../../../rehearsal/boot/stacks";
import { noMachine } from "../../../rehearsal/machine/machine";
import { has } from "../../../rehearsal/machine/programs";

const missing = noMachine || (has("cloud-init") ? "" : " (needs cloud-init)");

(missing ? describe.skip : describe).each([
  ["AWS", () => awsServer("the provider waits three minutes for RDS; `npm run rehearse:boot` does")],
  ["OCI", () => ociServer()],
])(`a server on %s that boots for the first time with its stack's user data${missing}`, (_, server) => {
  let calm: Boot;
  let troubled: Boot;
  beforeAll(async () => {
    const booted = await server();
    calm = await boot(booted);
    troubled = await boot({
      ...booted,
      trouble: { packages: 2, artifact: 2, metadata: 2, database: 12 },
    });
  }, 600_000);

  const at = ({ events }: Boot, what: string) => events.find((event) => event.what === what)?.at ?? NaN;

  test("is healthy, counts, and leaves nothing that failed", () => {
    for (const { health, visit, cloudInit, failed } of [calm, troubled]) {
      expect(health).toBe('{"status":"healthy","database":"connected"}');
      expect(visit).toBe("Page visited 1 times!");
      expect(cloudInit).toContain("status: done");
      expect(failed).toBe("");
    }
  });

  test("has needed less than half a minute, of what is not the cloud's", () => {
    expect(at(calm, "healthy") - at(calm, "user data begins")).toBeLessThan(30);
  });

  test("migrates before it serves", () => {
    for (const each of [calm, troubled])
      expect(at(each, "application starts")).toBeGreaterThanOrEqual(at(each, "migration begins"));
    expect(at(calm, "application starts")).toBeGreaterThanOrEqual(at(calm, "migration ends"));
  });

  test("asks packages and store again that fail, and waits for its database", () => {
    const failures = troubled.events.filter(({ what }) => what.endsWith(" fails"));
    expect(failures.length).toBeGreaterThanOrEqual(2);
    expect(at(troubled, "healthy")).toBeGreaterThan(at(calm, "healthy") + 5);
  });
});
