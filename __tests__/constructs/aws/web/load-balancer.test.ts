import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { describe, expect, test } from "@jest/globals";
import { bootEnvironment, bootScriptOf } from "../../../support/boot";
import { theResource } from "../../../support/synth";
import { webTierWith } from "../web-tier";

const { stack } = webTierWith();

describe("the load balancer on AWS", () => {
  test("lets no header through that is none, and no request that could be taken for two", () => {
    expect(theResource(stack, Lb)).toMatchObject({
      drop_invalid_header_fields: true,
      desync_mitigation_mode: "defensive",
    });
  });

  test("takes a server for healthy that answers 200 at its health path, and no other", () => {
    expect(theResource(stack, LbTargetGroup).health_check).toMatchObject({ path: "/health", matcher: "200" });
  });

  test("closes an idle connection before the server does, which would cost a visitor a 502", () => {
    const { KEEP_ALIVE_SECONDS } = bootEnvironment(bootScriptOf(stack), "serve");
    expect(Number(KEEP_ALIVE_SECONDS)).toBeGreaterThan(theResource(stack, Lb).idle_timeout as number);
  });
});
