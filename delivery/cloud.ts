import { CommandError } from "../commands/programs";
import type { Cloud } from "../stacks/context/keys";
import type { Subject } from "./plan/summary";

/**
 * Reads which cloud a person named.
 *
 * @throws {CommandError} for another word
 */
export function cloudOf(given = ""): Cloud {
  if (given === "aws" || given === "oci") return given;
  throw new CommandError(`which cloud? aws or oci, got "${given}"`);
}

/** The cloud's stack in the environment that `COUNTERPART_ENVIRONMENT` names. */
export function subjectOf(cloud: Cloud): Subject {
  return { cloud, environment: process.env.COUNTERPART_ENVIRONMENT ?? "" };
}
