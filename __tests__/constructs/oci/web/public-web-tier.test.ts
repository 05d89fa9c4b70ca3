import { LoadBalancerBackendSet } from "@cdktf/provider-oci/lib/load-balancer-backend-set";
import { LoadBalancerListener } from "@cdktf/provider-oci/lib/load-balancer-listener";
import { LoadBalancerLoadBalancer } from "@cdktf/provider-oci/lib/load-balancer-load-balancer";
import { describe, expect, test } from "@jest/globals";
import { Exposure } from "../../../../constructs/oci";
import { bootEnvironment, bootScriptOf } from "../../../support/boot";
import { resolve, theResource } from "../../../support/synth";
import { plainHttp, webTierWith } from "../tiers";
import { rules } from "../rules";

describe("web tier on OCI", () => {
  test("lets traffic flow from the internet to the servers to the database, and no other way", () => {
    expect(rules(webTierWith().stack)).toEqual([
      { group: "database", direction: "INGRESS", peer: "web_servers", port: 1521 },
      { group: "web_load_balancer", direction: "INGRESS", peer: "0.0.0.0/0", port: 80 },
      { group: "web_load_balancer", direction: "EGRESS", peer: "web_servers", port: 8080 },
      { group: "web_servers", direction: "INGRESS", peer: "web_load_balancer", port: 8080 },
      { group: "web_servers", direction: "EGRESS", peer: "database", port: 1521 },
      { group: "web_servers", direction: "EGRESS", peer: "Oracle services", port: 443 },
    ]);
  });

  test("is found at the load balancer's public address", () => {
    const { stack, network, web } = webTierWith();
    const balancer = theResource(stack, LoadBalancerLoadBalancer);
    expect(balancer).toMatchObject({ is_private: false, shape: "flexible" });
    expect(balancer.subnet_ids).toEqual([resolve(stack, network.subnetIdOf("public"))]);
    expect(resolve(stack, web.url)).toBe(
      `http://\${oci_load_balancer_load_balancer.${balancer.logicalId}.ip_address_details[0].ip_address}`,
    );
    expect(theResource(stack, LoadBalancerListener)).toMatchObject({ port: 80, protocol: "HTTP" });
    expect(theResource(stack, LoadBalancerListener)).not.toHaveProperty("ssl_configuration");
  });

  test("says to which address a name's record points, and which its servers are", () => {
    const { stack, web } = webTierWith();
    expect(resolve(stack, web.address)).toMatch(/^\$\{oci_load_balancer_load_balancer\..*\.ip_address\}$/);
    expect(resolve(stack, web.serversId)).toMatch(/^\$\{oci_core_instance_pool\..*\.id\}$/);
  });

  test("closes no idle connection that the load balancer keeps: it does so for 300 seconds, whatever servers say", () => {
    // https://docs.oracle.com/en-us/iaas/Content/Balance/Reference/connectionreuse.htm
    const { KEEP_ALIVE_SECONDS } = bootEnvironment(bootScriptOf(webTierWith().stack), "serve");
    expect(Number(KEEP_ALIVE_SECONDS)).toBeGreaterThan(300);
  });

  test("has the bandwidth that is free, or what it was told", () => {
    const bandwidthOf = (exposure: Exposure) =>
      theResource(webTierWith({ exposure }).stack, LoadBalancerLoadBalancer).shape_details as unknown;
    expect(bandwidthOf(Exposure.loadBalancer({ https: plainHttp }))).toEqual({
      minimum_bandwidth_in_mbps: 10,
      maximum_bandwidth_in_mbps: 10,
    });
    expect(bandwidthOf(Exposure.loadBalancer({ https: plainHttp, bandwidthMbps: 100 }))).toMatchObject({
      maximum_bandwidth_in_mbps: 100,
    });
    expect(() => Exposure.loadBalancer({ https: plainHttp, bandwidthMbps: 5 })).toThrow(
      "`bandwidthMbps` must be a whole number from 10 to 8000, got 5",
    );
  });

  test("sends visitors only to servers whose database answers", () => {
    expect(theResource(webTierWith().stack, LoadBalancerBackendSet).health_checker).toMatchObject({
      protocol: "HTTP",
      port: 8080,
      url_path: "/health",
      return_code: 200,
      interval_ms: 30_000,
    });
  });

  test("refuses to lose its load balancer, unless it was told not to", () => {
    const protectionWith = (props: { deletionProtected?: boolean }) =>
      theResource(webTierWith(props).stack, LoadBalancerLoadBalancer).is_delete_protection_enabled as boolean;
    expect(protectionWith({})).toBe(true);
    expect(protectionWith({ deletionProtected: false })).toBe(false);
  });
});
