import { actionsOf, onlyReads, type StackJson, typesIn } from "./actions";
import { document, type Statement } from "./document";
import type { Guards } from "./exceptions";
import { managedPoliciesIn, objectsIn, servicesIn } from "./roles";
import type { Scope } from "./scope";
import { preflightStatements } from "./preflight";
import { stateStatements } from "./state";
import { statementsFor } from "./statements";

/** Policies by their names. */
export type Policies = Readonly<Record<string, string>>;

/** Characters of a policy, and a role takes ten: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const longestPolicy = 6_144;

/** Actions that stand in one policy, by the policy's name. */
const rooms: Readonly<Record<string, RegExp>> = {
  firewalls: /^ec2:.*(SecurityGroup|Tags|LaunchTemplate|RunInstances)/,
  network: /^ec2:/,
  balancing: /^(elasticloadbalancing|acm|route53|wafv2):/,
  servers: /^(autoscaling|ecr|eks|ssm):/,
  database: /^(rds|secretsmanager):/,
  storage: /^s3:/,
  identity: /^(iam|kms):/,
  monitoring: /^(cloudwatch|logs|sns|budgets):/,
};

/** The deployment that policies are made for. */
export interface Deployment {
  /** The synthesized stack that is deployed. */
  readonly json: StackJson;
  /** Resources of the account that are the stack's. */
  readonly scope: Scope;
  /** ARN of the policy that must bound every role. */
  readonly boundaryArn: string;
  /** ARNs of what deploys, which it must not change itself. */
  readonly ownArns: readonly string[];
}

/** Policies of whoever deploys, changes and destroys a stack. */
export function applyPolicies(deployment: Deployment): Policies {
  const { json, scope, boundaryArn, ownArns } = deployment;
  const guards: Guards = {
    boundaryArn,
    services: servicesIn(json),
    managedPolicies: managedPoliciesIn(json),
  };
  const policies = inRooms(actionsOf(typesIn(json)), (actions) => statementsFor(actions, scope, guards));
  return written({
    ...policies,
    identity: [...(policies.identity ?? []), ...protection(boundaryArn, ownArns)],
    state: stateStatements(json, scope, "write"),
    preflight: preflightStatements(scope),
  });
}

/** Policies of whoever plans: they look, and see no secret's value. */
export function planPolicies(deployments: readonly Pick<Deployment, "json" | "scope">[]): Policies {
  // The load balancer's logs stand in a bucket of the stack's, too, and tell who visited.
  const objects = unique(deployments.flatMap(({ json }) => objectsIn(json)));
  const reads = unique(deployments.flatMap(({ json }) => actionsOf(typesIn(json)).filter(onlyReads)));
  const scopes = byRegion(deployments.map(({ scope }) => ({ ...scope, objects })));
  const read = scopes.flatMap((scope, index) =>
    inPolicies(index === 0 ? "read" : `read-${scope.region}`, statementsFor(reads, scope)),
  );
  const state = deployments.flatMap((each) => stateStatements(each.json, each.scope, "read"));
  return written({
    ...Object.fromEntries(read),
    state: [...state, secrecy],
    preflight: different(scopes.flatMap(preflightStatements)),
  });
}

/** One scope for each region that environments are in, with what all of them there were given. */
function byRegion(scopes: readonly Scope[]): Scope[] {
  const regions = unique(scopes.map(({ region }) => region));
  return regions.map((region) => {
    const there = scopes.filter((scope) => scope.region === region);
    const all = (kind: keyof Scope["given"]) => unique(there.flatMap(({ given }) => given[kind]));
    const given = {
      vpcs: all("vpcs"),
      subnets: all("subnets"),
      zones: all("zones"),
      repositories: all("repositories"),
    };
    return { ...there[0]!, given };
  });
}

/** Statements in as few policies as take them: the first with a name, the others with a number behind it. */
function inPolicies(name: string, statements: readonly Statement[]): [string, Statement[]][] {
  const parts: Statement[][] = [[]];
  for (const statement of statements) {
    const part = parts.at(-1)!;
    if (document([...part, statement]).length > longestPolicy) parts.push([statement]);
    else part.push(statement);
  }
  return parts.map((part, index) => [index === 0 ? name : `${name}-${index + 1}`, part]);
}

function different(statements: readonly Statement[]): Statement[] {
  return [...new Map(statements.map((each) => [JSON.stringify(each), each])).values()];
}

/** Statements about each room's actions, by the room. */
function inRooms(
  actions: readonly string[],
  statements: (actions: readonly string[]) => Statement[],
): Record<string, Statement[]> {
  const roomOf = (action: string) => {
    const found = Object.entries(rooms).find(([, pattern]) => pattern.test(action));
    if (found === undefined)
      throw new RangeError(`\`${action}\` must be of a service in delivery/aws/policies.ts`);
    return found[0];
  };
  const entries = Object.keys(rooms).map((room) => [
    room,
    statements(actions.filter((action) => roomOf(action) === room)),
  ]);
  return Object.fromEntries(entries) as Record<string, Statement[]>;
}

/** Whoever deploys changes neither what bounds its roles nor itself. */
function protection(boundaryArn: string, ownArns: readonly string[]): Statement[] {
  return [
    { Effect: "Deny", Action: ["iam:DeleteRolePermissionsBoundary"], Resource: ["*"] },
    { Effect: "Deny", Action: ["iam:*"], Resource: [boundaryArn, ...ownArns] },
  ];
}

const secrecy: Statement = {
  Effect: "Deny",
  Action: ["secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue", "kms:Decrypt"],
  Resource: ["*"],
};

function written(policies: Readonly<Record<string, readonly Statement[]>>): Policies {
  const some = Object.entries(policies).filter(([, statements]) => statements.length > 0);
  return Object.fromEntries(some.map(([name, statements]) => [name, document(statements)]));
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
