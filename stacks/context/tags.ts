import type { TerraformStack } from "cdktf";
import { environmentOf } from "./environment";

/** Tags of everything in a stack, on both clouds. */
export function tagsOf(stack: TerraformStack): Readonly<Record<string, string>> {
  const environment = environmentOf(stack);
  return {
    application: "counterpart",
    stack: stack.node.id,
    ...(environment !== undefined && { environment }),
  };
}
