import { Fn } from "cdktf";
import { Construct } from "constructs";
import { TerraformData } from "../../shared";

/** Properties of {@link Revision}. */
export interface RevisionProps {
  /** Digest of what is revised. */
  readonly digest: string;
}

/**
 * A Terraform resource that is made anew with every other digest, so that no two resources share its id.
 *
 * Something that is made before its predecessor goes needs a name that no predecessor has, not even one with the same
 * content: whoever goes back to former bytes after a failed deployment has those twice for a while, and whatever is
 * removed by its name then takes the other with it.
 */
export class Revision extends Construct {
  /** Id of this revision, a UUID. */
  readonly id: string;
  /** First eight characters of the id, for names. */
  readonly suffix: string;

  constructor(scope: Construct, id: string, { digest }: RevisionProps) {
    super(scope, id);
    const data = new TerraformData(this, "id", {
      triggersReplace: { digest },
      lifecycle: { createBeforeDestroy: true },
    });
    this.id = data.getStringAttribute("id");
    this.suffix = Fn.substr(this.id, 0, 8);
  }
}
