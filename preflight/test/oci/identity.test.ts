import { models } from "oci-identity";
import { models as searchModels } from "oci-resourcesearch";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { OciAccount } from "../../oci/account";
import { explain } from "../../oci/explain";
import { names } from "../../oci/names";
import { identityRights } from "../../oci/rights";
import { rightsIn } from "../../oci/statements";
import { tenancyId, userId } from "../support/oci-fake";
import { compartmentId, deploymentOf, ociStage, region } from "../support/oci-stage";
import { answerTo } from "../support/questions";
import { oci } from "../support/stacks";

const stage = ociStage();
const deployment = deploymentOf(oci());
const own = { application: "counterpart", stack: "oci-stack" };
const { Active, Deleted } = models.Policy.LifecycleState;

const policy = (
  name: string,
  statements: string[],
  freeformTags = {},
  lifecycleState = Active,
): models.Policy => ({
  id: "ocid1.policy.oc1..aaaa",
  compartmentId,
  name,
  description: "a policy",
  statements,
  timeCreated: new Date(0),
  lifecycleState,
  freeformTags,
});

describe("statements of policies", () => {
  test.each([
    [
      "Allow group Admins to manage all-resources in tenancy",
      "Admins",
      "manage",
      "all-resources",
      "tenancy",
      false,
    ],
    [
      "ALLOW GROUP 'Default'/'Net Admins' TO MANAGE policies IN TENANCY",
      "Net Admins",
      "manage",
      "policies",
      "tenancy",
      false,
    ],
    [
      "allow group id ocid1.group.oc1..a to use keys in compartment id ocid1.c",
      "ocid1.group.oc1..a",
      "use",
      "keys",
      "ocid1.c",
      false,
    ],
    [
      "allow any-user to read buckets in compartment A:B where all {request.x='y'}",
      "any-user",
      "read",
      "buckets",
      "A:B",
      true,
    ],
  ])("%s", (statement, group, verb, kind, place, isConditional) => {
    expect(rightsIn(statement)).toEqual([{ group, verb, kind, place, isConditional }]);
  });

  test("may name several groups", () => {
    expect(
      rightsIn("allow group A, Domain/B to manage policies in tenancy").map(({ group }) => group),
    ).toEqual(["A", "B"]);
  });

  test.each([
    "allow dynamic-group web to manage policies in tenancy",
    "endorse group A to manage buckets in any-tenancy",
    "deny group A to manage policies in tenancy",
  ])("%s is none for people here", (statement) => {
    expect(rightsIn(statement)).toEqual([]);
  });
});

describe("whether dynamic groups and policies may be made", () => {
  const ask = (kind: string) =>
    stage.ask(identityRights(deployment).filter(({ id }) => id === `may-manage-${kind}`));
  const inRoot: string[] = [];
  const inCompartment: string[] = [];

  beforeEach(() => {
    inRoot.length = inCompartment.length = 0;
    stage.fake.onList("GET /20160918/userGroupMemberships", models.UserGroupMembership, ({ query }) =>
      query.get("userId") === userId ? [{ groupId: "ocid1.group.oc1..mine", userId }] : [],
    );
    stage.fake.on("GET /20160918/groups/:id", models.Group, {
      id: "ocid1.group.oc1..mine",
      compartmentId: tenancyId,
      name: "Deployers",
      description: "who deploys",
      timeCreated: new Date(0),
      lifecycleState: models.Group.LifecycleState.Active,
    });
    stage.fake.onList("GET /20160918/policies", models.Policy, ({ query }) => [
      policy("p", query.get("compartmentId") === tenancyId ? inRoot : inCompartment),
    ]);
  });

  test.each([
    ["allow group Deployers to manage dynamic-groups in tenancy", "ok", "warning"],
    ["allow group Deployers to manage all-resources in tenancy", "ok", "ok"],
    ["allow group id ocid1.group.oc1..mine to manage policies in tenancy", "warning", "ok"],
    ["allow any-user to manage policies in tenancy", "warning", "ok"],
    [`allow group Deployers to manage policies in compartment id ${compartmentId}`, "warning", "ok"],
    [
      "allow group Deployers to manage policies in compartment id ocid1.compartment.oc1..other",
      "warning",
      "warning",
    ],
    ["allow group Others to manage all-resources in tenancy", "warning", "warning"],
    ["allow group Deployers to use dynamic-groups in tenancy", "warning", "warning"],
    [
      "allow group Deployers to manage all-resources in tenancy where request.region='fra'",
      "warning",
      "warning",
    ],
  ])("%s", async (statement, groups, policies) => {
    inRoot.push(statement);
    expect(await ask("dynamic-groups")).toMatchObject({ verdict: groups });
    expect(await ask("policies")).toMatchObject({
      verdict: policies,
      says: expect.stringMatching(policies === "ok" ? /^proven: / : /^unknown: /),
    });
  });

  test("is told by policies of the compartment, too", async () => {
    inCompartment.push(`allow group Deployers to manage policies in compartment id ${compartmentId}`);
    expect(await ask("policies")).toMatchObject({ verdict: "ok" });
  });

  test("is unknown for who is no user", async () => {
    const { provider } = stage.fake.credentials;
    const account = new OciAccount(
      { provider, tenancyId },
      { tenancyId, compartmentId, region },
      stage.fake.url,
    );
    const [question] = identityRights(deployment);
    expect(await answerTo([question!], { account, explain })).toMatchObject({
      verdict: "warning",
      says: expect.stringMatching(/^unknown/),
    });
  });

  test("is no matter where an administrator makes them", () => {
    const none = deploymentOf(oci(), { create_identity: "false" });
    expect(identityRights(none)).toEqual([]);
    expect(names(none).map(({ id }) => id)).toEqual(["bucket-name", "topic-name", "log-group-name"]);
  });
});

describe("names", () => {
  const questions = names(deployment);
  const ask = (id: string) => stage.ask(questions.filter((question) => question.id === id));
  /** A name as the questions show it in their answer. */
  const wanted = async (id: string) => /called (\S+?)(?:,| and|$)/.exec((await ask(id)).says!)![1]!;

  const group = (name: string, freeformTags: Record<string, string>): models.DynamicGroup => ({
    id: "ocid1.dynamicgroup.oc1..aaaa",
    compartmentId: tenancyId,
    name,
    description: "servers",
    matchingRule: "ANY {}",
    timeCreated: new Date(0),
    lifecycleState: models.DynamicGroup.LifecycleState.Active,
    freeformTags,
  });

  test("of dynamic groups are the tenancy's", async () => {
    const isThere = (...items: models.DynamicGroup[]) =>
      stage.fake.onList("GET /20160918/dynamicGroups", models.DynamicGroup, ({ query }) =>
        query.get("compartmentId") === tenancyId ? items : [],
      );
    isThere(group("other", {}));
    expect(await ask("dynamic-group-name")).toMatchObject({ verdict: "ok" });
    const name = await wanted("dynamic-group-name");
    expect(name).toMatch(/^oci-stack-web-identity-[0-9a-f]{8}$/);
    isThere(group(name, {}));
    expect(await ask("dynamic-group-name")).toMatchObject({
      verdict: "failure",
      says: expect.stringContaining(name),
    });
    isThere(group(name, own));
    expect(await ask("dynamic-group-name")).toMatchObject({
      verdict: "ok",
      says: expect.stringContaining("the stack's own"),
    });
  });

  test("of policies are the compartment's", async () => {
    stage.fake.onList("GET /20160918/policies", models.Policy, []);
    const name = await wanted("policy-names");
    stage.fake.onList("GET /20160918/policies", models.Policy, [policy(name, [])]);
    expect(await ask("policy-names")).toMatchObject({ verdict: "failure" });
    stage.fake.onList("GET /20160918/policies", models.Policy, [policy(name, [], {}, Deleted)]);
    expect(await ask("policy-names")).toMatchObject({ verdict: "ok" });
    stage.fake.onList("GET /20160918/policies", models.Policy, [policy(name, [], own)]);
    expect(await ask("policy-names")).toMatchObject({ verdict: "ok" });
  });

  test.each([
    ["bucket-name", "bucket", "failure"],
    ["topic-name", "onstopic", "failure"],
    // Of log groups another compartment may have one of the same name.
    ["log-group-name", "loggroup", "ok"],
  ])("of %s are searched for", async (id, kind, elsewhere) => {
    const queries: string[] = [];
    const found = (place: string, freeformTags: Record<string, string>, lifecycleState = "ACTIVE") =>
      stage.fake.on("POST /20180409/resources", searchModels.ResourceSummaryCollection, ({ body }) => {
        const query = String(body.query);
        queries.push(query);
        const displayName = /'(.*)'/.exec(query)![1]!;
        const one = {
          resourceType: kind,
          identifier: "ocid1.x",
          compartmentId: place,
          displayName,
          freeformTags,
          lifecycleState,
        };
        return { items: [one] };
      });
    found(compartmentId, {});
    expect(await ask(id)).toMatchObject({ verdict: "failure" });
    expect(queries[0]).toMatch(new RegExp(`^query ${kind} resources where displayName = 'oci-stack-`));
    found(compartmentId, own);
    expect(await ask(id)).toMatchObject({ verdict: "ok" });
    found(compartmentId, {}, "DELETED");
    expect(await ask(id)).toMatchObject({ verdict: "ok" });
    found("ocid1.compartment.oc1..other", {});
    expect(await ask(id)).toMatchObject({ verdict: elsewhere });
  });
});
