import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import facts from "../../rehearsal/oci/stand-in/facts.json";
import { kinds } from "../../rehearsal/oci/stand-in/kinds";
import { type Facts, plan } from "../../rehearsal/oci/stand-in/plan";
import { type Block, ociProviderSchema } from "../../rehearsal/oci/stand-in/schema";
import { bodyOf, completed, filled } from "../../rehearsal/oci/stand-in/state";
import { unknown } from "../../rehearsal/oci/stand-in/values";
import { OciStack } from "../../stacks/oci-stack";
import { ociBases, type OciBase, ociTold } from "../clouds/changes/oci-bases";
import { synth } from "../support/synth";

const { resources } = ociProviderSchema();
const ocid = (kind: string, name: string) => `ocid1.${kind}.oc1..${name}`;
const nothing = {
  vcn: ocid("vcn", "a"),
  public: ocid("subnet", "a"),
  web: ocid("subnet", "b"),
  data: ocid("subnet", "c"),
  web2: ocid("subnet", "d"),
};

describe("the stand-in of Oracle's provider", () => {
  test.each(Object.keys(ociBases) as OciBase[])("knows where each resource of a %s is asked for", (base) => {
    const { props } = ociTold(base, {}, nothing);
    const types = Object.keys(synth(new OciStack(Testing.app(), "oci-stack", props)).resource);
    expect(types.filter((type) => type.startsWith("oci_") && !(type in kinds))).toEqual([]);
  });

  test.each(Object.entries(facts as Record<string, Facts>))(
    "says of %s only what its schema has",
    (type, { replace = [], keep = [], defaults = {}, late = [] }) => {
      const paths = [...replace.filter((path) => path !== "*"), ...keep, ...Object.keys(defaults), ...late];
      expect(paths.filter((path) => !has(resources[type]!, path.split(".")))).toEqual([]);
    },
  );

  const subnet = resources.oci_core_subnet!;
  const subnetFacts = (facts as Record<string, Facts>).oci_core_subnet!;
  const asked = completed(subnet, {
    cidr_block: "10.0.0.0/24",
    compartment_id: "c",
    vcn_id: "v",
    dns_label: "web",
  });

  test("plans what the provider computes as unknown before a creation", () => {
    const { planned, replace } = plan(subnet, subnetFacts, null, asked);
    expect([planned.id, planned.state, planned.vcn_id]).toEqual([unknown, unknown, "v"]);
    expect(planned.id).toBe(unknown);
    expect(replace).toEqual([]);
  });

  test("replaces for an argument that cannot change, keeps for one that can, and for capitals alone does nothing", () => {
    const there = { ...asked, id: "ocid1.subnet", display_name: "one" };
    const planOf = (change: object) => plan(subnet, subnetFacts, there, { ...there, ...change });
    expect(planOf({ vcn_id: "w" }).replace).toEqual(["vcn_id"]);
    expect(planOf({ display_name: "two" })).toMatchObject({ planned: { display_name: "two" }, replace: [] });
    expect(planOf({ dns_label: "WEB" }).planned).toEqual(there);
  });

  test("sends what was configured in the API's words, and reads back what it answers", () => {
    const list = resources.oci_core_route_table!;
    const table = completed(list, {
      compartment_id: "c",
      vcn_id: "v",
      defined_tags: { "space.key": "value" },
      route_rules: [{ destination: "0.0.0.0/0", network_entity_id: "gateway" }],
    });
    const body = bodyOf(list, table, {});
    expect(body).toEqual({
      compartmentId: "c",
      vcnId: "v",
      definedTags: { space: { key: "value" } },
      routeRules: [{ destination: "0.0.0.0/0", networkEntityId: "gateway" }],
    });
    const state = filled(list, table, { ...body, id: "ocid1.routetable", lifecycleState: "AVAILABLE" }, {});
    expect(state).toMatchObject({ ...table, id: "ocid1.routetable", state: "AVAILABLE" });
  });
});

function has({ attributes = {}, block_types = {} }: Block, [name = "", ...rest]: readonly string[]): boolean {
  const nested = block_types[name];
  return rest.length === 0
    ? name in attributes || nested !== undefined
    : nested !== undefined && has(nested.block, rest);
}
