import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { App } from "cdktf";
import { ociKeeper, whyNoOciStack } from "../../rehearsal/machine/providers";
import { OciDeployment } from "../../rehearsal/oci/deployment";
import { profiles } from "../../stacks/context/profiles";
import { ociOptions } from "../../stacks/oci/options";

const context = { webTier: "kubernetes", ociBastionAllowFrom: ["203.0.113.0/24"] };
const optionsWith = (more: object = {}) => ociOptions(new App({ context: { ...context, ...more } }).node);
const lab = { profile: profiles.lab, options: optionsWith() };
const minutes = 60_000;

const missing = whyNoOciStack();
const whereTerraformIs = missing ? describe.skip : describe;

whereTerraformIs(
  `the life of a stack with a cluster on OCI, by ${ociKeeper()}${missing ? ` (${missing})` : ""}`,
  () => {
    let stack: OciDeployment;

    beforeAll(async () => {
      stack = await OciDeployment.begin();
      await stack.apply(lab);
    }, 15 * minutes);
    afterAll(async () => {
      await stack.end();
    });

    const addressesOf = () =>
      stack.plane.routes.inventory
        .all("nodepool")
        .flatMap(({ nodes }) =>
          (nodes as { privateIp: string }[]).map(({ privateIp }) => `${privateIp}:30080`),
        );
    const backends = () => {
      const [balancer] = stack.plane.routes.inventory.all("loadbalancer");
      const { servers } = balancer!.backendSets as Record<string, { backends: { name: string }[] }>;
      return servers!.backends.map(({ name }) => name);
    };

    test("has each node behind the load balancer, of the newest image for its processor", () => {
      expect(backends().sort()).toEqual(addressesOf().sort());
      expect(addressesOf()).toHaveLength(2);
      const images = stack.plane.routes.inventory
        .all("nodepool")
        .map(({ nodeSourceDetails }) => (nodeSourceDetails as { imageId: string }).imageId);
      expect(new Set(images)).toEqual(new Set(["ocid1.image.oc1.iad.oke9.72026.06.150"]));
    });

    test(
      "stays as it is",
      async () => {
        expect(await stack.plan(lab)).toEqual([]);
      },
      5 * minutes,
    );

    test(
      "never replaces a cluster that lives: what can change of it changes in place, and nodes come anew",
      async () => {
        const shape = { instanceShape: "VM.Standard.E5.Flex", ocpus: 2, memory: 16 };
        const { changes, errors } = await stack.judge(
          { profile: profiles.lab, options: optionsWith({ ociOracleLinux: "8" }) },
          { shape },
        );
        expect(errors).toEqual([]);
        const gone = changes.filter(({ action }) => action === "replace" || action === "delete");
        expect([...new Set(gone.map(({ address }) => address.split(".")[0]))].sort()).toEqual([
          "oci_containerengine_node_pool",
          "oci_load_balancer_backend",
          "terraform_data",
        ]);
      },
      5 * minutes,
    );

    test(
      "has new nodes before old ones go, and backends that follow",
      async () => {
        const before = addressesOf();
        const { calls } = stack.plane;
        const from = calls.length;
        await stack.apply({ profile: profiles.lab, options: optionsWith({ ociOracleLinux: "8" }) });
        expect(backends().sort()).toEqual(addressesOf().sort());
        expect(addressesOf().filter((address) => before.includes(address))).toEqual([]);
        const order = calls
          .slice(from)
          .filter((call) => !call.startsWith("GET"))
          .filter((call) => /nodePools|backends/.test(call))
          .map((call) => `${call.split(" ")[0]} ${call.includes("nodePools") ? "node" : "backend"}`);
        const first = (call: string) => order.indexOf(call);
        const last = (call: string) => order.lastIndexOf(call);
        expect(first("DELETE backend")).toBeGreaterThan(last("POST backend"));
        expect(first("DELETE node")).toBeGreaterThan(first("DELETE backend"));
      },
      10 * minutes,
    );

    test(
      "keeps an image that Oracle has followed up",
      async () => {
        const [pool] = stack.plane.routes.inventory.all("nodepool");
        stack.plane.routes.inventory.change(String(pool!.id), {
          nodeSourceDetails: { sourceType: "IMAGE", imageId: "ocid1.image.oc1.iad.older" },
        });
        expect(
          await stack.plan({ profile: profiles.lab, options: optionsWith({ ociOracleLinux: "8" }) }),
        ).toEqual([]);
      },
      5 * minutes,
    );

    describe("told to go to the other web tier", () => {
      const servers = { profile: profiles.lab };
      const cluster = { profile: profiles.lab, options: optionsWith({ ociOracleLinux: "8" }) };

      test(
        "refuses, in the plan",
        async () => {
          const [refusal] = await stack.refusals(servers);
          expect(refusal).toContain('`webTier` must stay "kubernetes", which the stack was deployed with');
        },
        5 * minutes,
      );

      test.each([
        ["servers", servers],
        ["the cluster", cluster],
      ])(
        "goes to %s where somebody means it: database, load balancer and network stay",
        async (_, props) => {
          const lasting =
            /^oci_(database_autonomous_database|load_balancer_load_balancer|core_vcn|core_subnet|vault_secret)[.]/;
          const changes = await stack.apply(props, {}, "-replace=terraform_data.deployed-with");
          const gone = changes.filter(({ actions }) => actions.includes("delete"));
          expect(gone.filter(({ address }) => lasting.test(address))).toEqual([]);
          expect(await stack.plan(props)).toEqual([]);
        },
        15 * minutes,
      );
    });

    test(
      "ends with one destroy that leaves nothing",
      async () => {
        await stack.destroy();
        // Vault deletes nothing at once.
        const waiting = ["vault", "key", "vaultsecret"];
        const left = Object.keys(stack.plane.routes.inventory.count()).filter(
          (kind) => !waiting.includes(kind),
        );
        expect(left).toEqual([]);
      },
      15 * minutes,
    );
  },
);
