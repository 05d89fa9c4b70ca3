import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { describe, expect, test } from "@jest/globals";
import { TieredNetwork } from "../../../../constructs/aws";
import { awsTestStack, resources, theResource } from "../../../support/synth";

const stack = awsTestStack();
new TieredNetwork(stack, "network", { region: "eu-west-1", flowLogs: true, logRetentionDays: 60 });

describe("flow logs on AWS", () => {
  test("are written where they were asked for, also of a redundant network", () => {
    for (const redundant of [false, true]) {
      const other = awsTestStack();
      new TieredNetwork(other, "network", { region: "eu-west-1", flowLogs: true, redundant });
      expect(resources(other, FlowLog)).toHaveLength(1);
    }
  });

  test("have every connection, whether it was taken or refused", () => {
    expect(theResource(stack, FlowLog)).toMatchObject({ traffic_type: "ALL", max_aggregation_interval: 600 });
  });

  test("are kept as long as it was told", () => {
    expect(theResource(stack, CloudwatchLogGroup).retention_in_days).toBe(60);
  });

  test("wait until their role may write", () => {
    const { logicalId } = theResource(stack, IamRolePolicy);
    expect(theResource(stack, FlowLog).depends_on).toEqual([`aws_iam_role_policy.${logicalId}`]);
  });

  test("are written by a role that no other account's flow logs take on", () => {
    const { assume_role_policy: trust } = theResource(stack, IamRole);
    expect(JSON.parse(trust)).toMatchObject({
      Statement: [
        {
          Principal: { Service: "vpc-flow-logs.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": expect.stringMatching(/^\$\{local\./) } },
        },
      ],
    });
  });

  test("are written to their own group alone", () => {
    const { logicalId } = theResource(stack, CloudwatchLogGroup);
    expect(JSON.parse(theResource(stack, IamRolePolicy).policy)).toMatchObject({
      Statement: [{ Resource: `\${aws_cloudwatch_log_group.${logicalId}.arn}:*` }],
    });
  });
});
