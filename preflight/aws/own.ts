import { paginateGetResources } from "@aws-sdk/client-resource-groups-tagging-api";
import { literal, type Stack } from "../stack";
import type { AwsAccount } from "./account";
import { collect } from "./pages";

/** A tag as most of AWS's APIs tell it. */
interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** Tags that the provider gives everything of the stack. */
export function tagsOf(stack: Stack): ReadonlyMap<string, string> {
  const [block] = (stack.provider("aws").default_tags ?? []) as { tags?: Record<string, string> }[];
  return new Map(Object.entries(block?.tags ?? {}));
}

/** Whether something has all the tags of the stack, so that the stack made it, and not one of another environment. */
export function isOwn(stack: Stack, tags: readonly Tag[] = []): boolean {
  const wanted = tagsOf(stack);
  const has = ([key, value]: readonly [string, string]) =>
    tags.some(({ Key, Value }) => Key === key && Value === value);
  // A stack without an environment has no tag that others would lack.
  const isOfAnother = !wanted.has("environment") && tags.some(({ Key }) => Key === "environment");
  return wanted.size > 0 && [...wanted].every(has) && !isOfAnother;
}

/** ARNs of all that has the tags of the stack, as far as AWS's index of tags knows it. */
export async function ownArns(stack: Stack, { tags: client }: AwsAccount): Promise<ReadonlySet<string>> {
  const TagFilters = [...tagsOf(stack)].map(([Key, value]) => ({ Key, Values: [value] }));
  if (TagFilters.length === 0) return new Set();
  const pages = paginateGetResources({ client }, { TagFilters });
  const found = await collect(pages, ({ ResourceTagMappingList }) => ResourceTagMappingList);
  const own = found.filter(({ Tags }) => isOwn(stack, Tags));
  return new Set(own.map(({ ResourceARN = "" }) => ResourceARN));
}

/** Known beginning of a name that Terraform computes: `aws-stack-database-` of `aws-stack-database-${…}`. */
export function beginningOf(name: unknown): string {
  return literal(name) ?? (typeof name === "string" ? name.slice(0, name.indexOf("${")) : "");
}
