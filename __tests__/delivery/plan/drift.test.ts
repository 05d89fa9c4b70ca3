import { describe, expect, test } from "@jest/globals";
import type { PlanJson } from "../../../delivery/plan/changes";
import { driftReport } from "../../../delivery/plan/drift";

const drifted = (type: string, before: object | null, after: object | null) => ({
  address: `${type}.it`,
  mode: "managed",
  type,
  change: { actions: after === null ? ["delete"] : ["update"], before, after },
});

describe("the report on drift", () => {
  test("names what was changed, with its arguments, and what is gone", () => {
    const plan: PlanJson = {
      resource_drift: [
        drifted("aws_security_group", { description: "a", name: "n" }, { description: "b", name: "n" }),
        drifted("aws_sns_topic", { name: "t" }, null),
      ],
    };
    expect(driftReport(plan)).toContain(
      "```diff\n! aws_security_group.it (description)\n- aws_sns_topic.it is gone\n```",
    );
  });

  test("says nothing of what scaling and backups change by themselves", () => {
    const plan: PlanJson = {
      resource_drift: [
        drifted("aws_autoscaling_group", { desired_capacity: 2 }, { desired_capacity: 4 }),
        drifted("aws_db_instance", { latest_restorable_time: "1" }, { latest_restorable_time: "2" }),
      ],
    };
    expect(driftReport(plan)).toBeUndefined();
  });

  test("says what else changed in such a resource", () => {
    const plan: PlanJson = {
      resource_drift: [
        drifted(
          "aws_autoscaling_group",
          { desired_capacity: 2, max_size: 4 },
          { desired_capacity: 4, max_size: 40 },
        ),
      ],
    };
    expect(driftReport(plan)).toContain("! aws_autoscaling_group.it (desired_capacity, max_size)");
  });
});
