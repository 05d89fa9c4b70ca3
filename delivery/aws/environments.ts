import { githubEnvironment, previews } from "../github/environment-name";
import type { StackJson } from "./actions";
import type { DeployedEnvironment } from "./github-deployer";
import type { Scope } from "./scope";

/** Name of the stack, which is in every name, whichever environment's it is. */
const stackId = "aws-stack";

/** Characters of a name that the shortest limit leaves, which is a load balancer's: what is longer ends with a digest. */
const keptLength = 32 - "-12345678".length;

/** Scope of an environment in the account: its names and tags are made of the environment's name and the stack's. */
export function scopeOf(environment: string, account: string, json: StackJson): Scope {
  const region = regionOf(json);
  const path = environment === "" ? stackId : `${environment}/${stackId}`;
  return {
    account,
    region,
    partition: partitionOf(region),
    prefix: `${path.replace("/", "-")}-`.slice(0, keptLength),
    path,
    tags: environment === "" ? { stack: stackId } : { environment },
    ...(environment === "" && { withoutTags: ["environment"] }),
    given: givenIn(json, partitionOf(region)),
  };
}

/** An environment that workflows deploy to: those of a pull request from that request's own workflow. */
export function deployed(environment: string, account: string, json: StackJson): DeployedEnvironment {
  const onMain = ["deploy.yml", "destroy.yml", "image.yml"].map((workflow) => `${workflow}@refs/heads/main`);
  const onRequest = ["preview.yml@refs/pull/*/merge", "preview.yml@refs/heads/main"];
  return {
    name: githubEnvironment("aws", environment),
    json,
    scope: scopeOf(environment, account, json),
    workflows: environment === previews ? onRequest : onMain,
  };
}

/** Scope of a plan: all environments, by the part of each name that they have in common. */
export function planScope(scope: Scope): Scope {
  return {
    ...scope,
    prefix: `*${stackId.slice(0, 6)}`,
    path: `*${stackId}`,
    tags: { application: "counterpart" },
    withoutTags: [],
  };
}

function regionOf(json: StackJson): string {
  const { provider } = json as { provider?: { aws?: readonly { region?: string }[] } };
  return provider?.aws?.[0]?.region ?? "us-east-1";
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** Ids that the stack does not make, as they stand in its JSON. */
function givenIn(json: StackJson, partition: string): Scope["given"] {
  const text = JSON.stringify(json);
  const images = text.matchAll(
    /\b(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com[.a-z]*\/([a-z0-9._/-]+)@sha256:/g,
  );
  const repositories = [...images].map(
    ([, account, region, name]) => `arn:${partition}:ecr:${region}:${account}:repository/${name}`,
  );
  const all = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, id]) => id!))].sort();
  return {
    vpcs: all(/"(vpc-[0-9a-f]{8,17})"/g),
    subnets: all(/"(subnet-[0-9a-f]{8,17})"/g),
    zones: all(/"zone_id":"(Z[A-Z0-9]+)"/g),
    repositories: [...new Set(repositories)].sort(),
  };
}
