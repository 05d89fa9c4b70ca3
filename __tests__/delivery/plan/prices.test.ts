import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { Exposure, Https } from "../../../constructs/oci";
import { monthlyCosts } from "../../../delivery/plan/prices";
import { profiles } from "../../../stacks/context/profiles";
import type { OciOptions } from "../../../stacks/oci/options";
import { OciStack } from "../../../stacks/oci-stack";
import { synth } from "../../support/synth";

/** Cents in a month of each line of the OCI stack that is not free. */
function cents(options: Partial<OciOptions> = {}): Record<string, number> {
  const all = { network: {}, database: {}, web: {}, ...options };
  const stack = new OciStack(Testing.app(), "oci-stack", { profile: profiles.lab, options: all });
  return Object.fromEntries(monthlyCosts("oci", synth(stack)).map(({ what, cents }) => [what, cents]));
}

describe("what the OCI stack costs in a month", () => {
  test("is a control plane more with a cluster, whose nodes cost as much as so many servers", () => {
    const servers = cents();
    expect(cents({ kubernetes: { access: {} } })).toEqual({ ...servers, "control plane, enhanced": 7_300 });
    expect(servers["servers or nodes, VM.Standard2.1"]).toBe(9_315);
  });

  test("has the load balancer's bandwidth beyond what is free, by the input or by the code", () => {
    expect(cents()).not.toHaveProperty("load balancer");
    expect(cents({ inputs: { bandwidth_mbps: 100 } })).toHaveProperty("load balancer", 657);
    const https = Https.none({ reason: "a test has no name of its own" });
    const exposure = Exposure.loadBalancer({ https, bandwidthMbps: 110 });
    expect(cents({ web: { exposure } })).toHaveProperty("load balancer", 730);
  });
});
