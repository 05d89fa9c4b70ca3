import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { readFileSync, writeFileSync } from "node:fs";
import { AwsDeployment } from "../../rehearsal/aws/deployment";
import { AwsEmulator, whyNoAwsEmulator } from "../../rehearsal/aws/emulator";
import { profiles } from "../../stacks/context/profiles";
import type { AwsStackProps } from "../../stacks/aws/stack-props";
import { kubernetes } from "../support/aws-stacks";

const lab = { region: "us-east-1", profile: profiles.lab, kubernetes };
const nothing = { changes: [], outputs: [], errors: [] };
const minutes = 60_000;

/** Addresses of resources in the order in which Terraform was through with them. */
function applied(printed: readonly string[]): string[] {
  const lines = printed.join("").split("\n");
  return lines.flatMap((line) => {
    if (!line.startsWith("{")) return [];
    const { type, hook } = JSON.parse(line) as {
      type: string;
      hook?: { resource: { addr: string }; action: string };
    };
    return type === "apply_complete" && hook ? [`${hook.resource.addr} ${hook.action}`] : [];
  });
}

const missing = whyNoAwsEmulator();
const whereEmulatorIs = missing ? describe.skip : describe;

whereEmulatorIs(`the life of a stack with a cluster on AWS${missing ? ` (${missing})` : ""}`, () => {
  let aws: AwsEmulator;
  let stack: AwsDeployment;

  beforeAll(async () => {
    aws = await AwsEmulator.start();
    stack = new AwsDeployment(aws);
    await stack.apply(lab);
  }, 15 * minutes);
  afterAll(async () => {
    stack.delete();
    await aws.stop();
  });

  test(
    "stays as it is",
    async () => {
      expect(await stack.plan(lab)).toEqual(nothing);
    },
    5 * minutes,
  );
  test(
    "replaces no cluster that was bootstrapped in another way, or that AWS tells nothing about",
    async () => {
      const state = readFileSync(stack.statePath, "utf8");
      const flags = /"(bootstrap_self_managed_addons|bootstrap_cluster_creator_admin_permissions)": false/g;
      expect(state.match(flags)).toHaveLength(2);
      for (const value of ["true", "null"]) {
        writeFileSync(stack.statePath, state.replace(flags, `"$1": ${value}`));
        const { changes, errors } = await stack.plan(lab, "-refresh=false");
        const replaced = changes.filter(({ action }) => action === "replace" || action === "delete");
        expect({ value, errors, replaced }).toEqual({ value, errors: [], replaced: [] });
      }
      writeFileSync(stack.statePath, state);
    },
    5 * minutes,
  );

  describe("told to go to the other web tier", () => {
    const servers = { region: "us-east-1", profile: profiles.lab };
    const meant = "-replace=terraform_data.deployed-with";
    const lasting = /^aws_(db_instance|lb|lb_listener|cloudwatch_dashboard|vpc|subnet|route_table)[.]/;

    test(
      "refuses, in the plan",
      async () => {
        const { errors } = await stack.plan(servers);
        expect(errors).toEqual([
          expect.stringContaining('`webTier` must stay "kubernetes", which the stack was deployed with'),
        ]);
      },
      5 * minutes,
    );

    /** Goes there, and says in which order; what must outlive it does. */
    const go = async (props: AwsStackProps) => {
      const from = stack.printed.length;
      const { changes } = await stack.apply(props, meant);
      const gone = changes.filter(({ action }) => action === "delete" || action === "replace");
      expect(gone.filter(({ address }) => lasting.test(address))).toEqual([]);
      expect(await stack.plan(props)).toEqual(nothing);
      return applied(stack.printed.slice(from));
    };
    const at = (order: readonly string[], step: RegExp) => order.findIndex((each) => step.test(each));

    test(
      "goes to servers where somebody means it: the listener leads to them before they are there",
      async () => {
        const order = await go(servers);
        expect(at(order, /^aws_lb_listener.* update/)).toBeGreaterThanOrEqual(0);
        expect(at(order, /^aws_autoscaling_group.* create/)).toBeGreaterThan(
          at(order, /^aws_lb_listener.* update/),
        );
      },
      15 * minutes,
    );

    test(
      "makes the cluster beside servers that serve on, where only that is asked for",
      async () => {
        const serving = /^aws_(autoscaling_group|launch_template|lb_listener|lb_target_group)[.]/;
        const before = stack.resources.filter((address) => serving.test(address));
        const { changes } = await stack.apply(lab, "-target=aws_eks_cluster.web_cluster_3D82030D");
        expect(changes.filter(({ action }) => action !== "create")).toEqual([]);
        expect(stack.resources).toContain("aws_eks_cluster.web_cluster_3D82030D");
        expect(stack.resources.filter((address) => serving.test(address))).toEqual(before);
      },
      10 * minutes,
    );

    test(
      "goes to the cluster where somebody means it: servers go, and the listener leads to pods that kubectl brings later",
      async () => {
        const order = await go(lab);
        expect(at(order, /^aws_autoscaling_group.* delete/)).toBeGreaterThanOrEqual(0);
        expect(at(order, /^aws_lb_listener.* update/)).toBeGreaterThanOrEqual(0);
        expect(at(order, /^aws_eks_cluster/)).toBe(-1);
      },
      15 * minutes,
    );
  });

  test(
    "ends with one destroy",
    async () => {
      await stack.destroy();
      expect(stack.resources).toEqual([]);
    },
    15 * minutes,
  );
});
