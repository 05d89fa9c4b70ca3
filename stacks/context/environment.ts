import type { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { type Postcondition, refuseOther } from "../../constructs/shared";
import type { Context } from "./context";

/** Variable that names the environment; without it the stacks are the ones without a name. */
export const environmentVariable = "COUNTERPART_ENVIRONMENT";

/**
 * One copy of the stacks: a scope with a name, in which keys of the context say what they say for this copy alone.
 *
 * Names of resources are made of paths, so no two environments have a name in common.
 */
export class Environment extends Construct {
  /**
   * Adds the scope.
   *
   * @param app the app
   * @param name such as `staging`
   * @param context keys of the context, which win over the app's
   */
  constructor(app: App, name: string, context: Context = {}) {
    super(app, name);
    for (const [key, value] of Object.entries(context)) this.node.setContext(key, value);
  }
}

/** Name of the environment that a stack stands in; none in the app itself. */
export function environmentOf({ node }: TerraformStack): string | undefined {
  return node.scope instanceof Environment ? node.scope.node.id : undefined;
}

/** Refuses, in the plan, the state of another environment. States from before environments remember none. */
export function refuseOtherEnvironment(stack: TerraformStack): Postcondition {
  return refuseOther({
    option: environmentVariable,
    deployed: 'try(self.input.environment, "")',
    wanted: JSON.stringify(environmentOf(stack) ?? ""),
  });
}
