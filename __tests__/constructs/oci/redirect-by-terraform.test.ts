import { LoadBalancerListener } from "@cdktf/provider-oci/lib/load-balancer-listener";
import { LoadBalancerRuleSet } from "@cdktf/provider-oci/lib/load-balancer-rule-set";
import { describe, expect } from "@jest/globals";
import { Testing } from "cdktf";
import { OciStack } from "../../../stacks/oci-stack";
import { profiles } from "../../../stacks/profiles";
import { testWith } from "../../support/skip";
import { resources } from "../../support/synth";
import { TerraformFolder } from "../../support/terraform";

describe("the redirect of a deployment on OCI that gives up its certificate", () => {
  testWith("terraform", "goes when no listener uses it any more", () => {
    const stack = new OciStack(Testing.app(), "oci-stack", { profile: profiles.lab });
    const redirect = resources(stack, LoadBalancerRuleSet).find(({ name }) => name === "redirect")!;
    const http = resources(stack, LoadBalancerListener).find(({ port }) => port === 80)!;
    expect(http.depends_on).toEqual([`oci_load_balancer_rule_set.${redirect.logicalId}`]);
    const folder = new TerraformFolder({
      variable: { certificate_ocid: { type: "string" }, certificate_pem: { default: "" } },
      resource: {
        terraform_data: {
          redirect: { count: redirect.count as string, lifecycle: redirect.lifecycle as object },
          listener: { input: http.rule_set_names as string, depends_on: ["terraform_data.redirect"] },
        },
      },
    });
    const apply = (ocid: string) =>
      folder.run("apply", "-auto-approve", "-input=false", "-no-color", `-var=certificate_ocid=${ocid}`);
    apply("ocid1.certificate.oc1..c");
    const second = apply("");
    const events = [
      /^terraform_data\.listener: Modifications complete/m,
      /^terraform_data\.redirect\[0\].*: Destroying/m,
    ].map((event) => second.search(event));
    expect(events).not.toContain(-1);
    expect(events).toEqual([...events].sort((a, b) => a - b));
  });
});
