import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { models } from "oci-identity";
import { Compartments } from "../../../delivery/oci/compartments";
import { OciFake, tenancyId } from "../../../preflight/test/support/oci-fake";

const parentId = "ocid1.compartment.oc1..previews";
const { LifecycleState } = models.Compartment;

let fake: OciFake;
let there: models.Compartment[];
let made: number;
beforeAll(async () => {
  fake = await OciFake.start();
});
afterAll(() => fake.close());
beforeEach(() => {
  there = [];
  made = 0;
  fake.onList("GET /20160918/compartments", models.Compartment, ({ query }) =>
    there.filter(({ lifecycleState }) => lifecycleState === query.get("lifecycleState")),
  );
  fake.on("POST /20160918/compartments", models.Compartment, ({ body }) => {
    const compartment = compartmentOf(String(body.name), 0, LifecycleState.Creating);
    there.push(compartment);
    return compartment;
  });
  // It is ready at the second look.
  fake.on("GET /20160918/compartments/:id", models.Compartment, () => {
    made += 1;
    there[0]!.lifecycleState = made > 1 ? LifecycleState.Active : LifecycleState.Creating;
    return there[0]!;
  });
  fake.on("DELETE /20160918/compartments/:id", models.Compartment, compartmentOf("gone", 0));
});
afterEach(() => {
  expect(fake.forged).toEqual([]);
  fake.reset();
});

const now = Date.parse("2026-11-27T00:00:00Z");
function compartmentOf(
  name: string,
  daysAgo: number,
  lifecycleState: string = LifecycleState.Active,
): models.Compartment {
  const timeCreated = new Date(now - daysAgo * 86_400_000);
  return {
    id: `ocid1.compartment.oc1..${name}`,
    compartmentId: tenancyId,
    name,
    description: "",
    timeCreated,
    lifecycleState,
  } as models.Compartment;
}
const compartments = () =>
  new Compartments({
    provider: fake.credentials.provider,
    parentId,
    homeRegion: "us-ashburn-1",
    endpoint: fake.url,
  });
const writes = () => fake.calls.filter((call) => !call.startsWith("GET "));

describe("the compartment of a pull request's environment", () => {
  test("is made where there is none, and handed on when it is ready", async () => {
    expect(await compartments().findOrMake("pr-7", 1)).toBe("ocid1.compartment.oc1..pr-7");
    expect(there.map(({ name, lifecycleState }) => [name, lifecycleState])).toEqual([["pr-7", "ACTIVE"]]);
  });

  test("is the one that is there, at the next push", async () => {
    there = [compartmentOf("pr-70", 2), compartmentOf("pr-7", 2)];
    expect(await compartments().findOrMake("pr-7")).toBe("ocid1.compartment.oc1..pr-7");
    expect(await compartments().find("pr-8")).toBeUndefined();
    expect(writes()).toEqual([]);
  });

  test("is no other environment's", async () => {
    await expect(compartments().findOrMake("production")).rejects.toThrow(
      'the environment must be a pull request\'s, such as pr-12, got "production"',
    );
    expect(fake.calls).toEqual([]);
  });
});

describe("compartments of environments that are gone", () => {
  test("go, and no other, and none of the last day", async () => {
    there = [
      compartmentOf("pr-3", 9),
      compartmentOf("pr-4", 9),
      compartmentOf("pr-5", 0.5),
      compartmentOf("production", 9),
      compartmentOf("pr-6", 9, LifecycleState.Deleting),
    ];
    expect(await compartments().drop([4], now)).toEqual(["pr-3"]);
    expect(writes()).toEqual(["DELETE /20160918/compartments/ocid1.compartment.oc1..pr-3"]);
  });
});
