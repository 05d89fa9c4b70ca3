import { CoreInstancePool } from "@cdktf/provider-oci/lib/core-instance-pool";
import { describe, expect } from "@jest/globals";
import { DataResource } from "cdktf";
import { testWith } from "../../support/skip";
import { resources, theResource } from "../../support/synth";
import { TerraformFolder } from "../../support/terraform";
import { webTierWith } from "./tiers";

describe("a pool that is replaced on OCI", () => {
  testWith("terraform", "goes after its successor is there and the wait is over", () => {
    const { stack } = webTierWith();
    const pool = theResource(stack, CoreInstancePool);
    const { logicalId, ...settled } = resources(stack, DataResource).find(({ provisioner }) => provisioner)!;
    const withStandIn = JSON.stringify(settled)
      .replaceAll(`oci_core_instance_pool.${pool.logicalId}.id`, "terraform_data.pool.id")
      .replace(/sleep \d+/, "echo waited");
    const folder = new TerraformFolder({
      variable: { artifact: { type: "string" } },
      resource: {
        terraform_data: {
          pool: {
            triggers_replace: "${var.artifact}",
            lifecycle: { create_before_destroy: pool.lifecycle.create_before_destroy as boolean },
          },
          [logicalId]: JSON.parse(withStandIn) as object,
        },
      },
    });
    const apply = (artifact: string) =>
      folder.run("apply", "-auto-approve", "-input=false", "-no-color", `-var=artifact=${artifact}`);
    apply("one");
    const second = apply("two");
    const events = [
      /^terraform_data\.pool: Creation complete/m,
      /^terraform_data\.\S+ \(local-exec\): waited/m,
      /^terraform_data\.pool \(deposed object \w+\): Destroying/m,
    ].map((event) => second.search(event));
    expect(events).not.toContain(-1);
    expect(events).toEqual([...events].sort((a, b) => a - b));
  });
});
