import type { Condition } from "./document";
import { resourceTypesOf } from "./actions";
import { type Place, places } from "./places";
import type { Scope } from "./scope";

/** On what, and under which condition, something is allowed. */
export interface Rule {
  readonly resources: readonly string[];
  readonly condition?: Condition;
}

/**
 * On what an action is allowed: every type of resource that AWS asks about must be ours, or be made with our tags.
 *
 * @throws {RangeError} for an action on types of which nobody has said where ours are
 */
export function rulesOf(action: string, scope: Scope): readonly Rule[] {
  const types = resourceTypesOf(action);
  // Whoever describes mostly asks with a filter, and for that must be allowed to see all.
  if (types.length === 0 || /:Describe/.test(action)) return [{ resources: ["*"] }];
  const [service] = action.split(":");
  const all = places(scope);
  const found = types.flatMap((type) => {
    const place = all[`${service}:${type}`];
    return place ? [ruleOf(action, type, place, scope)] : [];
  });
  if (found.length === 0)
    throw new RangeError(
      `\`${action}\` must be on a type that delivery/aws/places.ts knows, got ${types.join(", ")}`,
    );
  return found.filter(({ resources }) => resources.length > 0);
}

function ruleOf(action: string, type: string, place: Place, scope: Scope): Rule {
  if ("named" in place) return { resources: place.named };
  const key = makes(action, type) ? "RequestTag" : "ResourceTag";
  return { resources: place.tagged, condition: tagsAre(key, scope) };
}

/** Type of resource that an action makes, where its name does not end with it. */
const made: Readonly<Record<string, string>> = {
  "acm:RequestCertificate": "certificate",
  "ec2:AllocateAddress": "elastic-ip",
  "ec2:AuthorizeSecurityGroupEgress": "security-group-rule",
  "ec2:AuthorizeSecurityGroupIngress": "security-group-rule",
  "ec2:CreateFlowLogs": "vpc-flow-log",
  "elasticloadbalancing:CreateTargetGroup": "targetgroup",
  "kms:CreateKey": "key",
};

/** Whether an action makes resources of a type, so that there are no tags yet but those that come with it. */
function makes(action: string, type: string): boolean {
  const [, made_ = ""] = /:Create(.+)$/.exec(action) ?? [];
  return made[action] === type || made_.toLowerCase() === type.replaceAll("-", "");
}

/** The condition that a resource's tags, or those that come with a call, are our stack's. */
export function tagsAre(key: "RequestTag" | "ResourceTag", { tags, withoutTags = [] }: Scope): Condition {
  const withKey = (names: readonly (readonly [string, string])[]) =>
    Object.fromEntries(names.map(([name, value]) => [`aws:${key}/${name}`, value]));
  const operator = Object.values(tags).some((value) => value.includes("*")) ? "StringLike" : "StringEquals";
  return {
    [operator]: withKey(Object.entries(tags)),
    ...(withoutTags.length > 0 && { Null: withKey(withoutTags.map((name) => [name, "true"])) }),
  };
}
