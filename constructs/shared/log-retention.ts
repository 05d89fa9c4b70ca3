import type { IConstruct } from "constructs";
import { requireThat } from "./errors";

/** Days that logs are kept where nobody says otherwise. */
export const defaultLogRetentionDays = 30;

// What both CloudWatch Logs and OCI Logging take.
const retentions = [30, 60, 90, 120, 150, 180];

/**
 * Refuses a retention that not every cloud has.
 *
 * @param scope construct that was given the prop
 * @param days what was given, if anything
 * @throws {ConstructError} naming the prop, the rule and the value
 */
export function checkLogRetention(scope: IConstruct, days: number | undefined): void {
  if (days !== undefined)
    requireThat(scope, "logRetentionDays", days, `be one of ${retentions.join(", ")}`, (given) =>
      retentions.includes(given),
    );
}
