import type { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import type { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { conditional, Op, Token } from "cdktf";
import { Construct } from "constructs";
import { TerraformData } from "../../shared";
import type { Egress } from "../network";

/** Properties of {@link Replacement}. */
export interface ReplacementProps {
  /** Group whose servers are replaced. */
  readonly group: AutoscalingGroup;
  /** Template that they are started from. */
  readonly template: LaunchTemplate;
  /** Routes of the servers to addresses outside the network. */
  readonly egress: Egress;
}

/**
 * Seconds that an instance refresh is given. All servers are started at once beside those before: a minute for the machines,
 * the group's grace period, the drain of those that go, and as much again.
 */
const replacementSeconds = 600;

/**
 * A pause of Terraform between the start of an instance refresh, which it does not wait for, and the end of the way out that the
 * servers before depend on. Only a change to public addresses has one: servers without such an address never get one, while
 * any server can use endpoints and NAT.
 */
export class Replacement extends Construct {
  constructor(scope: Construct, id: string, { group, template, egress }: ReplacementProps) {
    super(scope, id);
    const publicAddresses = egress.kind === "public-addresses";
    // The first version of a template replaces nobody.
    const seconds = conditional(Op.eq(template.latestVersion, 1), 0, replacementSeconds);
    new TerraformData(this, "pause", {
      triggersReplace: { publicAddresses: String(publicAddresses) },
      provisioners: [
        {
          type: "local-exec",
          // Where cdktf ran there is Node.js, whatever the system.
          interpreter: ["node", "--eval"],
          command: `setTimeout(() => {}, 1000 * ${publicAddresses ? Token.asString(seconds) : 0})`,
        },
      ],
      dependsOn: [group],
    });
  }
}
