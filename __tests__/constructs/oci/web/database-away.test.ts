import { AutoscalingAutoScalingConfiguration } from "@cdktf/provider-oci/lib/autoscaling-auto-scaling-configuration";
import { CoreInstanceConfiguration } from "@cdktf/provider-oci/lib/core-instance-configuration";
import { CoreInstancePool } from "@cdktf/provider-oci/lib/core-instance-pool";
import { LoadBalancerBackendSet } from "@cdktf/provider-oci/lib/load-balancer-backend-set";
import { describe, expect, test } from "@jest/globals";
import { bootScriptOf } from "../../../support/boot";
import { ociProviderSchema } from "../../../support/provider-schema";
import { theResource } from "../../../support/synth";
import { webTierWith } from "../tiers";

const { stack } = webTierWith();
const script = bootScriptOf(stack);

/** A unit as the first-boot script writes it. */
const unit = (name: string) =>
  new RegExp(`/etc/systemd/system/${name}\\.service <<EOF\\n([\\s\\S]*?)\\nEOF\\n`).exec(script)![1]!;

describe("servers on OCI whose database is away", () => {
  test("are replaced by nobody: a pool takes no health check, and scaling goes by CPU alone", () => {
    const { attributes = {}, block_types = {} } = ociProviderSchema().resources.oci_core_instance_pool!;
    expect(
      [...Object.keys(attributes), ...Object.keys(block_types)].filter((name) => /health/.test(name)),
    ).toEqual([]);
    expect(theResource(stack, CoreInstancePool).load_balancers[0]).not.toHaveProperty("health_checker");
    const { policies } = theResource(stack, AutoscalingAutoScalingConfiguration);
    const metrics = policies.flatMap(({ rules }: { rules: { metric: { metric_type: string } }[] }) =>
      rules.map(({ metric }) => metric.metric_type),
    );
    expect(new Set(metrics)).toEqual(new Set(["CPU_UTILIZATION"]));
  });

  test("end neither themselves nor their app", () => {
    expect(script).not.toMatch(/poweroff|shutdown/);
    // What the watch asks for needs no database.
    const app = /http:\/\/127\.0\.0\.1:\d+(\/\w+)/.exec(script)!;
    expect(app[1]).toBe("/live");
    const { url_path: asked } = theResource(stack, LoadBalancerBackendSet).health_checker;
    expect(asked).not.toBe(app[1]);
  });

  test("go on for as long as it takes: no unit gives up", () => {
    for (const name of ["demo", "demo-migrate", "demo-live"]) {
      expect(unit(name)).toContain("StartLimitIntervalSec=0");
      expect(unit(name)).toMatch(/^Restart=(always|on-failure)$/m);
    }
  });

  test("are sent visits again 65 s after its return at the latest", () => {
    const {
      interval_ms: interval,
      timeout_in_millis: timeout,
      retries,
    } = theResource(stack, LoadBalancerBackendSet).health_checker;
    expect((interval * retries + timeout) / 1000).toBeLessThanOrEqual(65);
  });
});

describe("a server on OCI whose machine dies", () => {
  test("is moved by OCI, which looks at the machine alone", () => {
    const { launch_details: launch } = theResource(stack, CoreInstanceConfiguration).instance_details;
    expect(launch.availability_config).toEqual({ recovery_action: "RESTORE_INSTANCE" });
  });
});
