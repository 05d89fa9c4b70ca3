import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { whyNoOciProvider } from "../../rehearsal/machine/providers";
import { OciControlPlane } from "../../rehearsal/oci/control-plane/control-plane";
import { OciDeployment } from "../../rehearsal/oci/deployment";
import { roundsOf } from "../../rehearsal/life/switches";
import { ociChanges } from "./changes/oci";
import { type OciBase, type OciInput, ociTold } from "./changes/oci-bases";

const missing = whyNoOciProvider();
const whereProviderIs = missing ? describe.skip : describe;
const minutes = 60_000;
const nothing = { vcn: "", public: "", web: "", data: "", web2: "" };

/** Number of changes of each base that are planned by both, one after the other: each takes both of them a plan. */
const most = Number(process.env.OCI_CHANGES ?? 4);
const bases: OciBase[] = [
  "lab",
  "lab with every option",
  "lab with a certificate in PEM",
  "single public server",
  "lab with a cluster",
];
/** Options that a running stack does not give back, or that are a step of their own. */
const notSwitched = ["profile", "deletionProtected", "ociCustomerKey"];

whereProviderIs.each(bases)(
  `the stand-in of Oracle's provider, beside Oracle's own, with a %s${missing ? ` (${missing})` : ""}`,
  (base) => {
    let both: OciDeployment[];
    // There is no network of others to move to.
    const changes = ociChanges.filter(
      (change) => change.base === base && change.option !== "ociExistingNetwork",
    );
    const taken = changes.filter(
      ({ effect, option }) => effect !== "refused" && !notSwitched.includes(option),
    );
    const [switched] = roundsOf(taken, [
      ["ociAlarmTopicId", "alarm_email"],
      ["ociAlarmTopicId", "ociMonthlyBudget"],
    ]);

    /** Does the same with each, and returns what each says of it. */
    const each = <T>(what: (one: OciDeployment) => Promise<T>) => Promise.all(both.map(what));
    const told = (to: OciInput) => ociTold(base, to, nothing);
    const apply = (to: OciInput) =>
      each(async (one) => {
        one.plane.calls.length = 0;
        const { props, variables } = told(to);
        await one.apply(props, variables);
        return changedBy(one);
      });

    beforeAll(async () => {
      both = await Promise.all(
        [false, true].map(
          async (onStandIn) => new OciDeployment(await OciControlPlane.start(), undefined, onStandIn),
        ),
      );
    }, minutes);
    afterAll(() => each((one) => one.end()));

    test(
      "asks OCI for the same at the first apply and at the second, and plans nothing after them",
      async () => {
        for (let time = 1; time <= 2; time++) {
          const [own, standIn] = await apply({});
          expect(standIn).toEqual(own);
        }
        const { props, variables } = told({});
        expect(await each((one) => one.plan(props, variables))).toEqual([[], []]);
      },
      10 * minutes,
    );

    test.each(changes.slice(0, most))(
      "plans the same for $option: $change",
      async ({ to }) => {
        const { props, variables } = told(to);
        const [own, standIn] = await each(async (one) => {
          const { changes: planned, errors } = await one.judge(props, variables);
          return { planned: planned.map(({ address, action }) => `${action} ${address}`).sort(), errors };
        });
        expect(standIn).toEqual(own);
      },
      5 * minutes,
    );

    test(
      `asks for the same when ${switched!.switches.length} options change at once`,
      async () => {
        const [own, standIn] = await apply(switched!.input);
        expect(own).not.toEqual([]);
        expect(standIn).toEqual(own);
        const { props, variables } = told(switched!.input);
        expect(await each((one) => one.plan(props, variables))).toEqual([[], []]);
      },
      10 * minutes,
    );

    test(
      "asks for the same when it destroys, and leaves the same",
      async () => {
        const [own, standIn] = await each(async (one) => {
          one.plane.calls.length = 0;
          await one.destroyAsApplied();
          return { calls: changedBy(one), left: one.plane.routes.inventory.count() };
        });
        expect(standIn).toEqual(own);
      },
      10 * minutes,
    );
  },
);

/** Calls that changed something, without what differs from one tenancy to the next. */
function changedBy({ plane: { calls } }: OciDeployment): string[] {
  return calls
    .filter((call) => !/^(GET|HEAD) /.test(call))
    .map((call) =>
      call
        .replaceAll(/ocid1[.][\w.-]+/g, "<ocid>")
        .replaceAll(/v\d+-management/g, "<vault>-management")
        .replaceAll(/\d+[.]\d+[.]\d+[.]\d+/g, "<address>")
        .replaceAll(/pem-[0-9a-f]+/g, "<certificate>")
        .replaceAll(/[0-9a-f]{64}-[0-9a-f]{8}/g, "<digest>"),
    )
    .sort();
}
