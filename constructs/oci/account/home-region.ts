import { DataOciIdentityRegionSubscriptions } from "@cdktf/provider-oci/lib/data-oci-identity-region-subscriptions";
import { OciProvider } from "@cdktf/provider-oci/lib/provider";
import {
  conditional,
  Fn,
  type IResolvable,
  Lazy,
  Op,
  ref,
  TerraformCount,
  TerraformStack,
  Token,
} from "cdktf";
import { Construct } from "constructs";
import { physicalName } from "./names";
import type { Place } from "./place";

/**
 * A provider for the tenancy's home region, asked for at deploy time: the only region where identities and budgets can be written.
 *
 * A stack has one, {@link HomeRegion.of}. What is written there can then go by itself: Terraform destroys nothing whose provider has gone from the
 * configuration in the same plan (`Provider configuration not present`).
 */
export class HomeRegion extends Construct {
  /**
   * The stack's provider for the home region, made for whoever asks for it first.
   *
   * @param scope construct that writes something there
   * @param place compartment and tenancy whose home region is looked up
   * @param isNeeded condition that only a deployment knows: whether the construct writes anything there. Where nobody does, the region is not asked
   *   for, because to ask takes a right in the tenancy, and the provider stands in the stack's own region. Without a condition it is needed
   */
  static of(scope: Construct, place: Place, isNeeded?: IResolvable): OciProvider {
    const stack = TerraformStack.of(scope);
    const there = stack.node.tryFindChild(id);
    const home = there instanceof HomeRegion ? there : new HomeRegion(stack, place);
    home.needs.push(isNeeded);
    return home.provider;
  }

  private readonly provider: OciProvider;
  private readonly needs: (IResolvable | undefined)[] = [];

  private constructor(scope: TerraformStack, { tenancyId, region }: Place) {
    super(scope, id);
    const subscriptions = new DataOciIdentityRegionSubscriptions(this, "subscriptions", {
      tenancyId,
      filter: [{ name: "is_home_region", values: ["true"] }],
      count: TerraformCount.of(Lazy.numberValue({ produce: () => this.count })),
    });
    const name = () =>
      this.isNeeded
        ? Token.asString(conditional(this.isNeeded, nameOfOne(subscriptions), region))
        : subscriptions.regionSubscriptions.get(0).regionName;
    this.provider = new OciProvider(this, "provider", {
      alias: physicalName(this),
      region: Lazy.stringValue({ produce: name }),
    });
  }

  /** Whether anything is written there; undefined where something is in every deployment. */
  private get isNeeded(): IResolvable | undefined {
    return this.needs.reduce((one, other) => one && other && Token.asAny(Op.or(one, other)));
  }

  private get count(): number | undefined {
    return this.isNeeded && Token.asNumber(conditional(this.isNeeded, 1, 0));
  }
}

const id = "home-region";

/** Name of a home region that is asked for only where it is needed. */
function nameOfOne({
  terraformResourceType,
  friendlyUniqueId,
}: DataOciIdentityRegionSubscriptions): IResolvable {
  const all = `data.${terraformResourceType}.${friendlyUniqueId}[*]`;
  return Token.asAny(Fn.one(ref(`${all}.region_subscriptions[0].region_name`)));
}
