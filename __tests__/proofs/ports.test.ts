import { describe, expect, test } from "@jest/globals";
import { common, portsOf, portsText } from "../../proofs/ports";

const ssh = portsOf("tcp", 22, 22);
const all = portsOf("all", undefined, undefined);

describe("ports that two rules open", () => {
  test.each([
    ["one", ssh, ssh, "22"],
    ["one out of many", ssh, portsOf("tcp", 20, 30), "22"],
    ["what two ranges share", portsOf("tcp", 20, 25), portsOf("tcp", 22, 30), "22-25"],
    ["one out of all protocols", all, ssh, "22"],
    ["all", all, all, "all"],
    ["another protocol's", portsOf("udp", 53, 53), all, "udp 53"],
  ])("are %s", (_, one, other, text) => {
    expect(portsText(common(one, other)!)).toBe(text);
    expect(common(other, one)).toEqual(common(one, other));
  });

  test("are none where ports or protocols differ", () => {
    expect(common(ssh, portsOf("tcp", 23, 80))).toBeUndefined();
    expect(common(ssh, portsOf("udp", 22, 22))).toBeUndefined();
  });
});
