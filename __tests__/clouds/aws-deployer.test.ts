import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { Testing } from "cdktf";
import { onlyReads, type StackJson } from "../../delivery/aws/actions";
import { scopeOf } from "../../delivery/aws/environments";
import { applyPolicies, type Policies } from "../../delivery/aws/policies";
import { AwsStack } from "../../stacks/aws-stack";
import type { AwsStackProps } from "../../stacks/aws/stack-props";
import { AwsDeployment } from "../../rehearsal/aws/deployment";
import { AwsEmulator, whyNoAwsEmulator } from "../../rehearsal/aws/emulator";
import { iamActions } from "../support/iam-actions";
import { account, type Owner, questions } from "../support/iam-questions";
import { isAllowed } from "../support/iam-simulator";
import { ship } from "../support/other-bytes";
import { all, awsProps, cluster } from "./changes/aws-bases";
import { type Existing, existingIn } from "./changes/aws-existing";

const minutes = 60_000;
const missing = whyNoAwsEmulator();
const whereEmulatorIs = missing ? describe.skip : describe;

/** A life of a stack: what it must be allowed for, and applies. */
interface Life {
  readonly base: typeof all | typeof cluster;
  /** A policy of AWS's that it attaches. */
  readonly attached: string;
  /** Actions that show that it was what it is to be. */
  readonly shows: readonly string[];
  /** The life, but for its end. */
  readonly live: (stack: AwsDeployment, props: AwsStackProps, there: Existing) => Promise<void>;
}

const lives: Readonly<Record<string, Life>> = {
  // Made, released anew, left with few options.
  "every option": {
    base: all,
    attached: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    shows: ["autoscaling:StartInstanceRefresh", "ec2:ModifyLaunchTemplate"],
    async live(stack, every, there) {
      // moto takes no change of a budget, so the release is without one.
      const { monthlyBudgetUsd: _, ...release } = every;
      const few = {
        ...awsProps("lab", { context: { awsCustomerKey: true } }, there),
        ownNetwork: release.ownNetwork!,
      };
      ship("one");
      await stack.apply(every);
      ship("two");
      await stack.apply(release);
      await stack.apply(few);
    },
  },
  // Made, and given another administrator.
  "a cluster": {
    base: cluster,
    attached: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
    shows: ["eks:CreateCluster", "eks:DisassociateAccessPolicy", "ecr:CreateRepository"],
    async live(stack, props, there) {
      await stack.apply(props);
      const awsKubernetesAdmin = "arn:aws:iam::123456789012:role/others";
      await stack.apply(awsProps(cluster, { context: { awsKubernetesAdmin } }, there));
    },
  },
};

const boundaryArn = `arn:aws:iam::${account}:policy/boundary`;
/** Keys of conditions that are about neither names nor tags, as they are when this stack is deployed. */
const ofAnyStack = {
  "ec2:CreateAction": "CreateVpc",
  "iam:PermissionsBoundary": boundaryArn,
};
const ours: Owner = { prefix: "production-aws-stack", tags: { environment: "production" } };
const theirs: Owner = { prefix: "staging-aws-stack", tags: { environment: "staging" } };

/** What nobody owns: the option groups of RDS, and the zone that the stack was given, with what becomes of a change in it. */
const common = /:og:default:|:hostedzone[/]|:change[/]/;

function policiesFor(props: AwsStackProps): Policies {
  const json = JSON.parse(Testing.synth(new AwsStack(Testing.app(), "aws-stack", props), true)) as StackJson;
  const scope = scopeOf("production", account, json);
  const given = { ...scope.given, zones: ["Z0123456789ABC"] };
  return applyPolicies({ json, scope: { ...scope, given }, boundaryArn, ownArns: [] });
}

const described = Object.entries(lives).map(([name, life]) => ({ name, ...life }));

whereEmulatorIs.each(described)(
  `whoever deploys a stack with $name to AWS from a workflow${missing ? ` (${missing})` : ""}`,
  ({ base, attached, shows, live }) => {
    let aws: AwsEmulator;
    let stack: AwsDeployment;
    let policies: Policies;
    let circumstances: Readonly<Record<string, string>>;
    let actions: readonly string[];

    beforeAll(async () => {
      aws = await AwsEmulator.start();
      stack = new AwsDeployment(aws);
      const there = await existingIn(aws.account);
      const props = awsProps(base, { context: { awsDeletionProtection: false } }, there);
      policies = policiesFor(props);
      circumstances = { ...ofAnyStack, "iam:PolicyARN": attached };
      await live(stack, props, there);
      await stack.destroy();
      actions = [...new Set(aws.calls.flatMap(iamActions))].sort();
    }, 60 * minutes);
    afterAll(async () => {
      jest.restoreAllMocks();
      stack.delete();
      await aws.stop();
    });

    const refusedOn = async (owner: Owner) => {
      const asked = (
        await Promise.all(actions.map((action) => questions(action, owner, circumstances)))
      ).flat();
      const answers = await Promise.all(
        asked.map(async (each) => ({ each, allowed: await isAllowed(policies, each) })),
      );
      return { asked, refused: answers.filter(({ allowed }) => !allowed).map(({ each }) => each) };
    };

    test("makes more than a hundred calls, and those that its life is about", () => {
      expect(actions.length).toBeGreaterThan(120);
      expect(actions).toEqual(expect.arrayContaining([...shows]));
    });

    test("is asked about a resource for each of them", async () => {
      const unasked = await Promise.all(
        actions.map(async (action) => ((await questions(action, ours)).length === 0 ? [action] : [])),
      );
      expect(unasked.flat()).toEqual([]);
    });

    test("may make every one of them to the stack of the environment", async () => {
      const { refused } = await refusedOn(ours);
      expect(refused.map(({ action, resource }) => `${action} ${resource}`)).toEqual([]);
    });

    test("may change nothing of another environment's", async () => {
      const { asked, refused } = await refusedOn(theirs);
      const concerns = asked.filter(
        ({ action, resource }) => resource !== "*" && !common.test(resource) && !/:Describe/.test(action),
      );
      expect(concerns.length).toBeGreaterThan(100);
      const { Statement } = JSON.parse(policies.preflight!) as { Statement: { Action: string[] }[] };
      const preflight = new Set(Statement.flatMap(({ Action }) => Action));
      const done = concerns.filter((each) => !refused.includes(each)).map(({ action }) => action);
      // Preflight looks at keys that are the account's, and those of other environments are in the same account.
      expect([...new Set(done)].filter((action) => !(onlyReads(action) && preflight.has(action)))).toEqual(
        [],
      );
    });
  },
);
