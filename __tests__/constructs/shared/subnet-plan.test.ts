import { describe, expect, test } from "@jest/globals";
import { subnetPlan } from "../../../constructs/shared/subnet-plan";

const blocks = (cidrBlock: string, zones?: string[]) =>
  Object.fromEntries(subnetPlan(cidrBlock, zones).map((subnet) => [subnet.name, subnet.cidrBlock]));

describe("subnet plan", () => {
  test("gives each tier a block when subnets span all zones", () => {
    expect(blocks("10.0.0.0/16")).toEqual({
      public: "10.0.0.0/18",
      web: "10.0.64.0/18",
      data: "10.0.128.0/18",
    });
  });

  test("gives each tier a block in each zone", () => {
    expect(blocks("10.0.0.0/16", ["a", "b"])).toEqual({
      "public-a": "10.0.0.0/21",
      "public-b": "10.0.8.0/21",
      "web-a": "10.0.64.0/21",
      "web-b": "10.0.72.0/21",
      "data-a": "10.0.128.0/21",
      "data-b": "10.0.136.0/21",
    });
  });

  test("leaves every subnet where it is when zones are added or reordered", () => {
    const before = blocks("10.0.0.0/16", ["a", "c"]);
    expect(blocks("10.0.0.0/16", ["c", "b", "a"])).toMatchObject(before);
  });

  test.each(["10.0.0.0/16", "172.16.0.0/20", "192.168.252.0/22"])(
    "cuts %s into blocks that do not overlap",
    (cidr) => {
      const ranges = subnetPlan(cidr, [..."abcdefgh"]).map(({ cidrBlock }) => range(cidrBlock));
      const whole = range(cidr);
      ranges.sort((a, b) => a.first - b.first);
      ranges.forEach(({ first, last }, index) => {
        expect(first).toBeGreaterThan(index === 0 ? whole.first - 1 : ranges[index - 1]!.last);
        expect(last).toBeLessThanOrEqual(whole.last);
      });
    },
  );

  test("makes no subnet smaller than the /27 that a load balancer needs", () => {
    for (const { cidrBlock } of subnetPlan("10.0.0.0/22", ["a", "b"])) expect(cidrBlock).toMatch(/\/27$/);
  });

  test.each([
    "10.0.0.0/15",
    "10.0.0.0/23",
    "10.0.1.0/16",
    "10.0.0.0",
    "10.0.0/16",
    "::/16",
    "10.0.0.0/16/1",
    "10.0.0.256/16",
    "",
  ])("fails for the block %p", (cidr) => expect(() => subnetPlan(cidr)).toThrow(`got "${cidr}"`));

  test.each([[["i"]], [["a", "a"]], [["A"]], [["us-east-1a"]]])("fails for the zones %j", (zones) =>
    expect(() => subnetPlan("10.0.0.0/16", zones)).toThrow(`got ${JSON.stringify(zones)}`),
  );
});

function range(cidrBlock: string): { first: number; last: number } {
  const [address = "", length] = cidrBlock.split("/");
  const first = Buffer.from(address.split(".").map(Number)).readUInt32BE();
  return { first, last: first + 2 ** (32 - Number(length)) - 1 };
}
