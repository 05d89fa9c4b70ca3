import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { describe, expect, test } from "@jest/globals";
import { theResource } from "../../../support/synth";
import { webTierWith } from "../web-tier";

describe("dashboard on AWS", () => {
  interface Widget {
    readonly properties: {
      readonly title: string;
      readonly region: string;
      readonly metrics: (string | { stat: string })[][];
    };
  }
  const { stack } = webTierWith();
  const { dashboard_body } = theResource(stack, CloudwatchDashboard);
  const { widgets } = JSON.parse(dashboard_body as string) as { widgets: Widget[] };
  const dimensionsOf = (name: string) =>
    widgets
      .flatMap(({ properties }) => properties.metrics)
      .filter(([, metric]) => metric === name)
      .map(([, , ...pairs]) => pairs.filter((part) => typeof part === "string"));

  test("shows all three tiers", () => {
    const names = widgets.flatMap(({ properties }) =>
      properties.metrics.map((metric) =>
        metric
          .slice(0, 2)
          .filter((part) => typeof part === "string")
          .join(" "),
      ),
    );
    for (const name of [
      "AWS/ApplicationELB RequestCount",
      "AWS/ApplicationELB TargetResponseTime",
      "AWS/ApplicationELB HealthyHostCount",
      "AWS/ApplicationELB HTTPCode_ELB_5XX_Count",
      "AWS/ApplicationELB HTTPCode_Target_5XX_Count",
      "AWS/EC2 CPUUtilization",
      "AWS/EC2 NetworkIn",
      "AWS/EC2 NetworkOut",
      "AWS/AutoScaling GroupInServiceInstances",
      "AWS/RDS CPUUtilization",
      "AWS/RDS DatabaseConnections",
      "AWS/RDS FreeStorageSpace",
    ])
      expect(names).toContain(name);
    const slowest = widgets.find(({ properties }) => properties.title === "Response time of the slowest");
    expect(slowest?.properties.metrics.map((metric) => metric.at(-1))).toEqual([
      { stat: "p50" },
      { stat: "p95" },
      { stat: "p99" },
    ]);
  });

  test("names the load balancer and the target group by their ARNs' suffixes", () => {
    const balancer = `\${aws_lb.${theResource(stack, Lb).logicalId}.arn_suffix}`;
    const targets = `\${aws_lb_target_group.${theResource(stack, LbTargetGroup).logicalId}.arn_suffix}`;
    expect(dimensionsOf("RequestCount")).toEqual([["LoadBalancer", balancer]]);
    expect(dimensionsOf("HealthyHostCount")).toEqual([["LoadBalancer", balancer, "TargetGroup", targets]]);
  });

  test("names the servers by their group and the database by its identifier", () => {
    const group = theResource(stack, AutoscalingGroup);
    expect(dimensionsOf("NetworkIn")).toEqual([["AutoScalingGroupName", group.name as string]]);
    expect(dimensionsOf("FreeStorageSpace")).toEqual([
      ["DBInstanceIdentifier", `\${aws_db_instance.${theResource(stack, DbInstance).logicalId}.identifier}`],
    ]);
  });

  test("lays its widgets out without overlap", () => {
    const places = (
      JSON.parse(dashboard_body as string) as { widgets: { x: number; y: number }[] }
    ).widgets.map(({ x, y }) => `${x},${y}`);
    expect(new Set(places).size).toBe(places.length);
  });
});
