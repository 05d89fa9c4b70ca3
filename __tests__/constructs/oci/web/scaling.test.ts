import { AutoscalingAutoScalingConfiguration } from "@cdktf/provider-oci/lib/autoscaling-auto-scaling-configuration";
import { CoreInstancePool } from "@cdktf/provider-oci/lib/core-instance-pool";
import { describe, expect, test } from "@jest/globals";
import { DataResource } from "cdktf";
import { Scaling, schedulesRule } from "../../../../constructs/oci";
import { inventory, resources, theResource } from "../../../support/synth";
import { single, webTierWith } from "../tiers";

const workday = { name: "workday", cron: "0 0 7 ? * MON-FRI", servers: 4 };
const configurationWith = (scaling?: Scaling) =>
  theResource(webTierWith(scaling && { scaling }).stack, AutoscalingAutoScalingConfiguration);

describe("scaling on OCI", () => {
  test("adds a server above 40 % CPU and removes one below 20 %, five minutes apart, within the bounds", () => {
    const { stack } = webTierWith({ servers: { min: 2, max: 6 } });
    const metric = {
      metric_source: "COMPUTE_AGENT",
      metric_type: "CPU_UTILIZATION",
      pending_duration: "PT3M",
    };
    expect(theResource(stack, AutoscalingAutoScalingConfiguration)).toMatchObject({
      is_enabled: true,
      cool_down_in_seconds: 300,
      auto_scaling_resources: {
        id: `\${oci_core_instance_pool.${theResource(stack, CoreInstancePool).logicalId}.id}`,
        type: "instancePool",
      },
      policies: [
        {
          policy_type: "threshold",
          capacity: { initial: 2, min: 2, max: 6 },
          rules: [
            {
              action: { type: "CHANGE_COUNT_BY", value: 1 },
              metric: { ...metric, threshold: { operator: "GT", value: 40 } },
            },
            {
              action: { type: "CHANGE_COUNT_BY", value: -1 },
              metric: { ...metric, threshold: { operator: "LT", value: 20 } },
            },
          ],
        },
      ],
    });
  });

  test("begins with more servers and takes more time where it was told to", () => {
    const scaling = Scaling.byCpu({ outAbove: 80, inBelow: 20, coolDownSeconds: 600, initial: 3 });
    expect(configurationWith(scaling)).toMatchObject({
      cool_down_in_seconds: 600,
      policies: [{ capacity: { initial: 3, min: 2, max: 4 } }],
    });
    expect(theResource(webTierWith({ scaling }).stack, CoreInstancePool).size).toBe(3);
  });

  test("goes by the clock", () => {
    expect(configurationWith(Scaling.bySchedule([workday])).policies).toEqual([
      {
        policy_type: "scheduled",
        display_name: "workday",
        capacity: { initial: 4, min: 4, max: 4 },
        execution_schedule: { type: "cron", expression: "0 0 7 ? * MON-FRI", timezone: "UTC" },
      },
    ]);
  });

  test("stays with a pool that is replaced, and comes anew with another pool where its policies change", () => {
    const { stack } = webTierWith();
    const configuration = theResource(stack, AutoscalingAutoScalingConfiguration);
    const chosen = resources(stack, DataResource).find(({ logicalId }) => logicalId.includes("scaling"))!;
    const verdict = resources(stack, DataResource).find(({ logicalId }) => logicalId.includes("verdict"))!;
    expect(configuration.lifecycle).toEqual({ create_before_destroy: true });
    expect(verdict.depends_on).toContain(
      `oci_autoscaling_auto_scaling_configuration.${configuration.logicalId}`,
    );
    expect(JSON.parse(chosen.input.policies as string)).toHaveLength(1);
    expect(theResource(stack, CoreInstancePool).lifecycle.replace_triggered_by).toContain(
      `terraform_data.${chosen.logicalId}`,
    );
  });

  test.each([{ scaling: Scaling.none() }, { servers: { min: 2, max: 2 } }])(
    "is absent where there is nothing to scale: %j",
    (props) => {
      expect(inventory(webTierWith(props).stack)).not.toHaveProperty(
        "oci_autoscaling_auto_scaling_configuration",
      );
    },
  );

  test("is refused where there is a single server", () => {
    expect(() => webTierWith({ exposure: single, scaling: Scaling.bySchedule([workday]) })).toThrow(
      '[test/web] `scaling` must be none or left out where `exposure` is a single public server, got "schedule"',
    );
    expect(() => webTierWith({ exposure: single, scaling: Scaling.none() })).not.toThrow();
  });

  test("leaves the pool's size to whoever changes it", () => {
    expect(theResource(webTierWith().stack, CoreInstancePool).lifecycle.ignore_changes).toEqual(["size"]);
  });

  test.each<[string, () => unknown, string]>([
    ["outAbove", () => Scaling.byCpu({ outAbove: 100 }), "be a whole number from 20 to 99, got 100"],
    ["inBelow", () => Scaling.byCpu({ inBelow: 0 }), "be a whole number from 1 to 60, got 0"],
    [
      "inBelow",
      () => Scaling.byCpu({ outAbove: 50, inBelow: 30 }),
      "be at most half of `outAbove` 50, got 30",
    ],
    [
      "coolDownSeconds",
      () => Scaling.byCpu({ coolDownSeconds: 60 }),
      "be a whole number from 300 to 86400, got 60",
    ],
    ["schedules", () => Scaling.bySchedule([]), `${schedulesRule}, got []`],
    [
      "schedules[0].cron",
      () => Scaling.bySchedule([{ ...workday, cron: "0 7 * * 1-5" }]),
      "be a Quartz expression",
    ],
    [
      "schedules[0].cron",
      () => Scaling.bySchedule([{ ...workday, cron: "30 0 7 ? * MON" }]),
      "be a Quartz expression",
    ],
    [
      "schedules[0].cron",
      () => Scaling.bySchedule([{ ...workday, cron: "0 0 7 * * *" }]),
      "be a Quartz expression",
    ],
    [
      "schedules[0].name",
      () => Scaling.bySchedule([{ ...workday, name: "Work day" }]),
      "be a lower-case letter",
    ],
    [
      "schedules[0].servers",
      () => Scaling.bySchedule([{ ...workday, servers: 0 }]),
      "be a whole number from 1 to 100, got 0",
    ],
  ])("fails when %s breaks a rule", (prop, make, rule) => {
    expect(make).toThrow(`\`${prop}\` must ${rule}`);
  });

  test.each([
    ["initial", Scaling.byCpu({ initial: 9 }), 9],
    ["schedules[0].servers", Scaling.bySchedule([{ ...workday, servers: 5 }]), 5],
  ])("fails when %s is beyond the bounds of the tier", (prop, scaling, value) => {
    expect(() => webTierWith({ scaling })).toThrow(
      `[test/web/servers/scaling] \`scaling.${prop}\` must be between \`servers.min\` 2 and \`servers.max\` 4, got ${value}`,
    );
  });
});
