import { memoryPerOcpuGiB } from "../../constructs/oci";
import type { InputRule } from "./fields";

/**
 * A rule that a regular expression judges, which nobody is shown.
 *
 * @param pattern matches the whole value; both JavaScript and Terraform understand it
 * @param must the rule in words
 */
export function matching(pattern: string, must: string): InputRule {
  return { must, pattern, holds: (value) => `can(regex(${JSON.stringify(pattern)}, ${value}))` };
}

/** A rule for an OCID that may be left out. */
export function ocidOrNothing(kind: string): InputRule {
  return matching(
    `^(ocid1[.]${kind}[.][^.]+[.][^.]*[.][^ ]+)?$`,
    `be empty or the OCID of ${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}, such as ocid1.${kind}.oc1.iad.aaaa`,
  );
}

/** Pattern of a mailbox, or of nothing. */
export const mailboxOrNothing =
  "^([^ @<>(),:;]+@([a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?[.])+[a-zA-Z][a-zA-Z0-9-]*[a-zA-Z0-9])?$";

/** Rules for the password of ADMIN: https://docs.oracle.com/iaas/api/#/en/database/latest/datatypes/CreateAutonomousDatabaseBase. */
export const administratorPasswordRules: readonly InputRule[] = [
  matching(
    '^([A-Za-z][^\\s"]{11,29})?$',
    "be empty or begin with a letter and have 12 to 30 characters, none of them a space or a double quote",
  ),
  matching("^$|[A-Z]", "have an upper-case letter"),
  matching("^$|[a-z]", "have a lower-case letter"),
  matching("^$|[0-9]", "have a digit"),
  {
    must: "not have the word admin in it, in whatever case",
    holds: (value) => `!can(regex("(?i)admin", ${value}))`,
  },
];

/** Rules for a shape and, where it is a flexible one, its size. */
export const shapeRules: readonly InputRule[] = [
  {
    must: "name a virtual machine such as VM.Standard2.1 or VM.Standard.E5.Flex",
    holds: (value) => `can(regex("^VM[.][A-Za-z0-9.]+$", ${value}.instanceShape))`,
  },
  {
    must: "have a whole number of OCPUs, 1 or more, where the shape is a flexible one",
    holds: (value) =>
      `!endswith(${value}.instanceShape, ".Flex") || (${value}.ocpus >= 1 && floor(${value}.ocpus) == ${value}.ocpus)`,
  },
  {
    must: `have ${memoryPerOcpuGiB.min} to ${memoryPerOcpuGiB.max} GB of memory for each OCPU, where the shape is a flexible one`,
    holds: (value) =>
      `!endswith(${value}.instanceShape, ".Flex") || (${value}.memory >= ${memoryPerOcpuGiB.min} * ${value}.ocpus && ${value}.memory <= ${memoryPerOcpuGiB.max} * ${value}.ocpus)`,
  },
];
