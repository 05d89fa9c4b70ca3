import { Fn, Op, type Precondition, Token } from "cdktf";
import { Construct } from "constructs";
import { TerraformData } from "../../shared";
import { isGiven } from "../account";
import { architecture } from "./oracle-linux";
import type { Shape } from "./shape";
import type { TieredNetwork } from "../network";

/** Properties of {@link ReplacementTrigger}. */
export interface ReplacementTriggerProps {
  /** The shape of each server. */
  readonly shape: Shape;
  /** OCID of the image that somebody chose; empty, or a token that may turn out to be, for Oracle's newest. */
  readonly imageId: string;
  /** Network whose region they stand in. */
  readonly network: TieredNetwork;
  /** The only availability domain that they stand in; empty, or a token that may turn out to be, for all. */
  readonly availabilityDomain: string;
  /** OCID of a key of one's own that encrypts their boot volumes, where there is one. */
  readonly encryptionKeyId: string | undefined;
  /**
   * Further values whose change replaces them.
   *
   * @default - nothing
   */
  readonly more?: Readonly<Record<string, string>>;
}

/**
 * A `terraform_data` resource that remembers the image and the key that somebody chose and the kind of processor, so that
 * servers are made anew when one of them changes.
 *
 * The image itself is ignored once a server runs, else Oracle's monthly one would replace it; OCI changes the shape
 * of a server that runs, but not from one kind of processor to the other; and for another key of a
 * boot volume the provider plans no new server.
 */
export class ReplacementTrigger extends Construct {
  /** The reference that replaces a server: belongs in its `replace_triggered_by`. */
  readonly trigger: string;

  constructor(scope: Construct, id: string, props: ReplacementTriggerProps) {
    super(scope, id);
    const { shape, imageId, network, availabilityDomain, encryptionKeyId: key, more } = props;
    const chosen = new TerraformData(this, "chosen", {
      input: {
        image: imageId,
        architecture: architecture(shape),
        ...(key !== undefined && { key }),
        ...more,
      },
      ...(availabilityDomain !== "" && {
        lifecycle: { precondition: [isOfNetwork(availabilityDomain, network)] },
      }),
    });
    this.trigger = `${chosen.terraformResourceType}.${chosen.friendlyUniqueId}`;
  }
}

function isOfNetwork(
  availabilityDomain: string,
  { availabilityDomains, region }: TieredNetwork,
): Precondition {
  const names: unknown = Fn.lookupNested(availabilityDomains.availabilityDomains, ["*", "name"]);
  return {
    condition: Op.or(isGiven(availabilityDomain, false), Fn.contains(names, availabilityDomain)),
    errorMessage: `The availability domain must be one that ${region} has for this tenancy (${Fn.join(", ", Token.asList(names))}), got ${availabilityDomain}.`,
  };
}
