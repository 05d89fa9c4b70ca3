import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { OciDeployment } from "../../../rehearsal/oci/deployment";
import { ociKeeper, whyNoOciProvider, whyNoOciStack } from "../../../rehearsal/machine/providers";
import { type Planned, type Verdict, verdictOn } from "./change";
import { ociChanges } from "./oci";
import { type OciBase, type OciExisting, ociTold } from "./oci-bases";

const minutes = 60_000;

/** Deploys a base, and has the provider plan each change of it. */
export function proveOciChanges(base: OciBase): void {
  // One table is enough to see with the stand-in what is Terraform's and ours; `OCI_STAND_IN` has it play them all.
  const missing = base === "lab" || process.env.OCI_STAND_IN ? whyNoOciStack() : whyNoOciProvider();
  const whereTerraformIs = missing ? describe.skip : describe;
  whereTerraformIs(
    `a change of a ${base} that runs on OCI, with ${ociKeeper()}${missing ? ` (${missing})` : ""}`,
    () => {
      let deployment: OciDeployment;
      let there: OciExisting;
      const judge = (to: Parameters<typeof ociTold>[1]) => {
        const { props, variables } = ociTold(base, to, there);
        return deployment.judge(props, variables);
      };

      beforeAll(async () => {
        deployment = await OciDeployment.begin();
        there = networkOfOthers(deployment);
        const { props, variables } = ociTold(base, {}, there);
        await deployment.apply(props, variables);
        // The provider sends the schedule of long-term backups with a second deployment alone.
        await deployment.apply(props, variables);
      }, 20 * minutes);
      afterAll(() => deployment.end());

      test(
        "is none where nothing changes",
        async () => {
          expect(await judge({})).toEqual({ changes: [], errors: [] });
        },
        5 * minutes,
      );

      test.each(ociChanges.filter((change) => change.base === base))(
        "$option: $change → $effect",
        async ({ to, effect, gone = [], refusal = "must stay" }) => {
          const planned = await judge(to);
          const { errors } = planned;
          expect(verdict(planned)).toEqual({ effect, gone });
          for (const error of errors) expect(error).toContain(refusal);
        },
        5 * minutes,
      );
    },
  );
}

/** A pool may change in place; its servers are others when it, or the only server, is made anew. */
function verdict(planned: Planned): Verdict {
  const judged = verdictOn(planned, "");
  const rolls = planned.changes.some(
    ({ address, action }) =>
      /^oci_core_instance(_pool)?\./.test(address) && (action === "create" || action === "replace"),
  );
  return rolls && judged.effect !== "refused" ? { ...judged, effect: "servers roll" } : judged;
}

/** Makes a network that somebody else looks after. */
function networkOfOthers({ plane: { routes } }: OciDeployment): OciExisting {
  const compartmentId = "ocid1.compartment.oc1..others";
  const common = { compartmentId, lifecycleState: "AVAILABLE" };
  const vcn = String(routes.inventory.add("vcn", { ...common, cidrBlocks: ["10.8.0.0/16"] }).id);
  const subnet = (name: string) =>
    String(
      routes.inventory.add("subnet", { ...common, vcnId: vcn, prohibitPublicIpOnVnic: name !== "public" }).id,
    );
  return { vcn, public: subnet("public"), web: subnet("web"), data: subnet("data"), web2: subnet("web2") };
}
