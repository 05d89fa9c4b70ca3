import { CoreNetworkSecurityGroupSecurityRule } from "@cdktf/provider-oci/lib/core-network-security-group-security-rule";
import { LoadBalancerCertificate } from "@cdktf/provider-oci/lib/load-balancer-certificate";
import { LoadBalancerListener } from "@cdktf/provider-oci/lib/load-balancer-listener";
import { LoadBalancerRuleSet } from "@cdktf/provider-oci/lib/load-balancer-rule-set";
import { describe, expect } from "@jest/globals";
import { Testing } from "cdktf";
import { OciStack } from "../../../../stacks/oci-stack";
import { profiles } from "../../../../stacks/context/profiles";
import { testWith } from "../../../support/skip";
import { resources, type Synthesized, theResource } from "../../../support/synth";
import { TerraformFolder } from "../../../support/terraform";

const stack = new OciStack(Testing.app(), "oci-stack", { profile: profiles.lab });
const listenerOn = (port: number) => resources(stack, LoadBalancerListener).find((one) => one.port === port)!;
const ruleSet = (name: string) => resources(stack, LoadBalancerRuleSet).find((one) => one.name === name)!;

/** Resources of HTTPS, by a name for this test. */
const parts = {
  certificate: theResource(stack, LoadBalancerCertificate),
  opening: resources(stack, CoreNetworkSecurityGroupSecurityRule).find(({ logicalId }) =>
    logicalId.includes("from-internet-443"),
  )!,
  https: listenerOn(443),
  hsts: ruleSet("hsts"),
  redirect: ruleSet("redirect"),
  http: listenerOn(80),
} satisfies Record<string, Synthesized>;

/** Resources that stand in for them: each with the life cycle, the condition and the dependencies of its part. */
function standIns(): Record<string, object> {
  const nameOf = (address: string) =>
    Object.entries(parts).find(([, { logicalId }]) => address.endsWith(`.${logicalId}`))![0];
  return Object.fromEntries(
    Object.entries<Synthesized>(parts).map(
      ([name, { count, lifecycle, depends_on = [], rule_set_names }]) => [
        name,
        {
          count: count as string,
          lifecycle: {
            create_before_destroy: Boolean((lifecycle as Synthesized | undefined)?.create_before_destroy),
          },
          depends_on: (depends_on as string[]).map((address) => `terraform_data.${nameOf(address)}`),
          input: rule_set_names as string,
        },
      ],
    ),
  );
}

describe("HTTPS on a load balancer that serves on OCI", () => {
  testWith("terraform", "comes before port 80 leads to it, and goes when port 80 no longer does", () => {
    const folder = new TerraformFolder({
      variable: { certificate_ocid: { default: "" }, certificate_pem: { type: "string" } },
      resource: { terraform_data: standIns() },
    });
    const apply = (pem: string) =>
      folder.run("apply", "-auto-approve", "-input=false", "-no-color", `-var=certificate_pem=${pem}`);
    const inOrder = (log: string, events: readonly string[]) => {
      const places = events.map((event) => log.search(new RegExp(`^terraform_data\\.${event}`, "m")));
      expect(places).not.toContain(-1);
      expect(places).toEqual([...places].sort((one, other) => one - other));
    };
    apply("");
    const on = apply("pem");
    inOrder(on, ["certificate\\[0\\]: Creation complete", "https\\[0\\]: Creating", "http: Modifying"]);
    for (const part of ["https", "opening", "redirect"])
      inOrder(on, [`${part}\\[0\\]: Creation complete`, "http: Modifying"]);
    const off = apply("");
    for (const part of ["https", "opening", "redirect"])
      inOrder(off, ["http: Modifications complete", `${part}\\[0\\].*: Destroying`]);
    inOrder(off, ["https\\[0\\].*: Destruction complete", "certificate\\[0\\].*: Destroying"]);
  });
});
