import { describe, expect, test } from "@jest/globals";
import { around, contains, isOnInternet, meet } from "../../proofs/addresses";

describe("a block of addresses", () => {
  test.each([
    ["0.0.0.0/0", "10.0.64.0/18", true],
    ["0.0.0.0/1", "10.0.64.0/18", true],
    ["128.0.0.0/1", "10.0.64.0/18", false],
    ["10.0.0.0/16", "10.0.64.0/18", true],
    ["10.0.64.0/18", "10.0.64.0/18", true],
    ["10.0.64.0/18", "10.0.0.0/16", false],
    ["10.0.64.0/19", "10.0.128.7/32", false],
    ["::/0", "2001:db8::/32", true],
    ["2001:db8::/32", "2001:db8:1::/48", true],
    ["2001:db8:1::/48", "2001:db8::/32", false],
    ["::/0", "10.0.0.0/16", false],
    ["0.0.0.0/0", "2001:db8::/32", false],
  ])("%s has all of %s: %s", (block, other, expected) => {
    expect(contains(block, other)).toBe(expected);
    if (expected) expect([meet(block, other), meet(other, block)]).toEqual([true, true]);
  });

  test("shares no address with its neighbour", () => {
    expect(meet("10.0.0.0/18", "10.0.64.0/18")).toBe(false);
    expect(meet("2001:db8::/33", "2001:db8:8000::/33")).toBe(false);
  });

  test.each([
    ["10.0.64.0/18", 16, "10.0.0.0/16"],
    ["10.0.64.0/18", 1, "0.0.0.0/1"],
    ["10.0.64.0/18", 0, "0.0.0.0/0"],
    ["10.0.64.0/18", 24, "10.0.64.0/18"],
    ["2001:db8:1::/48", 32, "2001:db8::/32"],
  ])("around %s with a prefix of %i is %s, and never smaller than the block", (block, prefix, expected) => {
    expect(around(block, prefix)).toBe(expected);
  });

  test.each([
    ...["0.0.0.0/0", "0.0.0.0/1", "10.0.0.0/7", "203.0.113.7/32", "::/0", "2a00::/16"],
    // Around what is private on both sides: 172.16 to 172.31, 192.168, 100.64 to 100.127.
    ...[
      "172.15.0.0/16",
      "172.32.0.0/16",
      "192.167.0.0/16",
      "192.169.0.0/16",
      "100.63.0.0/16",
      "100.128.0.0/16",
    ],
    ...["172.0.0.0/8", "192.0.0.0/8", "100.0.0.0/8"],
  ])("%s has addresses of the internet", (block) => {
    expect(isOnInternet(block)).toBe(true);
  });

  test.each(["10.0.0.0/8", "172.31.0.0/16", "192.168.1.0/24", "100.100.0.0/16", "fd00::/8"])(
    "%s has none",
    (block) => {
      expect(isOnInternet(block)).toBe(false);
    },
  );
});
