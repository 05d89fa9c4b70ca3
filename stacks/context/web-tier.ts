import { type Postcondition, refuseOther } from "../../constructs/shared";

/**
 * A postcondition of the resource that remembers a stack's choices: `webTier` stays what the stack was deployed with, because visitors
 * get errors between the end of one web tier and the start of the other. Whoever takes that into account replaces the resource
 * (docs/kubernetes.md).
 *
 * A stack of servers remembers no `webTier`: it may be older than the option.
 *
 * @param webTier the web tier of this deployment; undefined for servers
 */
export function refuseOtherWebTier(webTier: "kubernetes" | undefined): Postcondition {
  return refuseOther({
    option: "webTier",
    deployed: 'try(self.input.webTier, "servers")',
    wanted: JSON.stringify(webTier ?? "servers"),
  });
}
