import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { CommandError } from "../commands/programs";
import { isRegionName, regionRule } from "../constructs/shared";

const environmentName = z
  .string("be a text")
  .regex(
    /^$|^pr-\*$|^[a-z][a-z0-9-]*$/,
    "be the name of an environment, `pr-*` for those of pull requests, or empty for the unnamed one",
  );
const environments = z
  .array(environmentName, "be a list of environments' names")
  .min(1, "name one environment at least");
const count = (rule: string) => z.int(rule).positive(rule);
const ocid = (kind: string) => {
  const rule = `be an OCID such as ocid1.${kind}.oc1..aaaa`;
  return z.string(rule).regex(new RegExp(`^ocid1[.]${kind}[.]\\S+$`), rule);
};

const aws = z.strictObject(
  {
    account: z.string("be a text").regex(/^\d{12}$/, "be the twelve digits of an account"),
    environments,
    providerExists: z.boolean("be true or false").default(false),
  },
  "be an object with `account` and `environments`",
);

const oci = z.strictObject(
  {
    tenancyOcid: ocid("tenancy"),
    homeRegion: z.string("be the name of a region").refine(isRegionName, regionRule),
    domainUrl: z.url("be the address of an identity domain"),
    clientId: z.string("be the client id of the application that exchanges tokens"),
    // An environment's own compartment keeps it apart from the others.
    environments: z.record(
      environmentName,
      ocid("compartment"),
      "be an object of compartments' OCIDs by the environments' names",
    ),
  },
  "be an object with `tenancyOcid`, `homeRegion`, `domainUrl`, `clientId` and `environments`",
);

const settings = z.strictObject(
  {
    repository: z.strictObject(
      {
        name: z.string("be a text").regex(/^[\w.-]+\/[\w.-]+$/, "be OWNER/REPOSITORY"),
        id: count("be the repository's number"),
        ownerId: count("be the owner's number"),
      },
      "be an object with `name`, `id` and `ownerId`",
    ),
    aws: aws.optional(),
    oci: oci.optional(),
  },
  "be an object with `repository`, and `aws` or `oci` or both",
);

/** The settings in `delivery.json`: whose workflows deploy, and to where. */
export type Settings = z.infer<typeof settings>;

/** Name of the file. */
const fileName = "delivery.json";

/**
 * Reads the settings of delivery.
 *
 * @param folder folder of the project
 * @throws {CommandError} where there are none, and for the first value that breaks its rule
 */
export function readSettings(folder: string): Settings {
  const file = path.join(folder, fileName);
  if (!existsSync(file))
    throw new CommandError(`${fileName} is missing: docs/delivery.md says what it holds`);
  return settingsFrom(readFileSync(file, "utf8"));
}

/**
 * Reads settings out of a text.
 *
 * @throws {CommandError} for the first value that breaks its rule
 */
export function settingsFrom(text: string): Settings {
  const given = parsed(text);
  const { success, data, error } = settings.safeParse(given);
  if (success) return data;
  const issue = error.issues[0]!;
  const value = issue.path.reduce<unknown>(
    (inner, part) => (Object(inner) as Record<PropertyKey, unknown>)[part],
    given,
  );
  const rule = issue.code === "unrecognized_keys" ? `not have ${issue.keys.join(", ")}` : issue.message;
  throw new CommandError(
    `\`${issue.path.join(".") || fileName}\` in ${fileName} must ${rule}, got ${JSON.stringify(value)}`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`${fileName} must be JSON: ${(error as Error).message}`);
  }
}
