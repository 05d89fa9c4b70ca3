import { expect, test } from "@jest/globals";
import { GroupCapacities } from "../../rehearsal/aws/group-capacity";

test("a group's capacity grows with its minimum, shrinks with its maximum, and stays in between", () => {
  const capacities = new GroupCapacities();
  const change = (bounds: Record<string, string>) =>
    capacities
      .inRequest(new URLSearchParams({ AutoScalingGroupName: "servers", ...bounds }))
      .get("DesiredCapacity");
  expect(change({ MinSize: "2", MaxSize: "4" })).toBe("2");
  expect(change({ MinSize: "3", MaxSize: "6" })).toBe("3");
  expect(change({ MinSize: "2", MaxSize: "6" })).toBe("3");
  expect(change({ MinSize: "1", MaxSize: "2" })).toBe("2");
  expect(change({ MinSize: "1", MaxSize: "4", DesiredCapacity: "4" })).toBe("4");
  expect(change({ HealthCheckGracePeriod: "60" })).toBe("4");
});
