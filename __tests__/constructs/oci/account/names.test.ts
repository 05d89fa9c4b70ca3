import { describe, expect, test } from "@jest/globals";
import { TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import { resolve } from "../../../support/synth";
import { dnsLabel, physicalName, tenancyWideName } from "../../../../constructs/oci/account/names";

const under = (stackId: string, id = "web") => new Construct(new TerraformStack(Testing.app(), stackId), id);

describe("names on OCI", () => {
  test("are the construct's path", () => {
    expect(physicalName(under("My_Stack"))).toBe("my-stack-web");
  });

  test("stay different where they are cut", () => {
    const [one, two] = ["a", "b"].map((end) => physicalName(under("x".repeat(90) + end), 50));
    expect(one).toHaveLength(50);
    expect(one).toMatch(/^x+-[0-9a-f]{8}$/);
    expect(two).not.toBe(one);
  });

  test("tell compartments apart where a tenancy has them only once", () => {
    const scope = under("stack");
    const name = tenancyWideName(scope, "ocid1.compartment.oc1..a");
    expect(resolve(scope, name)).toBe('stack-web-${substr(sha256("ocid1.compartment.oc1..a"), 0, 8)}');
  });

  test.each(["network", "my-network", "9-lives", "a-name-much-longer-than-fifteen"])(
    "become labels that the resolver takes, such as for %s",
    (name) => {
      expect(dnsLabel(name)).toMatch(/^[a-z][a-z0-9]{0,14}$/);
    },
  );
});
