import { CoreInstanceConfiguration } from "@cdktf/provider-oci/lib/core-instance-configuration";
import { Aspects, type IAspect, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";

/** The tag attributes of every taggable resource in the generated bindings. */
interface Taggable {
  freeformTags: Record<string, string>;
  readonly freeformTagsInput: Record<string, string> | undefined;
}

/**
 * Free-form tags on every resource that takes them and has none: the provider has no default tags as AWS's does. A pool's
 * servers are resources of no Terraform, and have those that their configuration names.
 */
class FreeformTags implements IAspect {
  constructor(private readonly tags: Readonly<Record<string, string>>) {}

  visit(node: IConstruct): void {
    if (node instanceof TerraformResource && isTaggable(node) && node.freeformTagsInput === undefined)
      node.freeformTags = { ...this.tags };
    if (node instanceof CoreInstanceConfiguration)
      node.addOverride("instance_details.launch_details.freeform_tags", { ...this.tags });
  }
}

function isTaggable(node: object): node is Taggable {
  return "freeformTags" in node;
}

/** Gives every taggable resource below `scope` free-form tags. */
export function tagEverything(scope: IConstruct, tags: Readonly<Record<string, string>>): void {
  Aspects.of(scope).add(new FreeformTags(tags));
}
