import { describe, expect, test } from "@jest/globals";
import { SecurityGroup } from "../../../../constructs/aws/network";
import { awsTestStack } from "../../../support/synth";

describe("a security group on AWS", () => {
  test("knows both rules of a way at either end: whoever needs the way waits for both", () => {
    const stack = awsTestStack();
    const group = (id: string) => new SecurityGroup(stack, id, { vpcId: "vpc-1", description: id });
    const [client, server, other] = [group("client"), group("server"), group("other")];
    client.allowTo(server, 5432, "log-ins");
    expect(client.rules).toHaveLength(2);
    expect(server.rules).toEqual(client.rules);
    expect(other.rules).toEqual([]);
    server.allowFromInternet(443, "visits");
    expect([client.rules.length, server.rules.length]).toEqual([2, 3]);
  });
});
