import type { App } from "cdktf";
import { RefusedValue, requireValue } from "../../constructs/shared";
import type { Context } from "./context";
import { Environment, environmentVariable } from "./environment";
import { refuseWrongKeys, refuseSharedCompartments } from "./environment-checks";

/** Environments by their names, as `environments.json` describes them: each says keys of the context. */
export type Environments = Readonly<Record<string, Context>>;

// Names of resources begin with it, in lower case, and IAM tells environments apart by that beginning.
const nameRule =
  "be 2 to 20 lower-case letters, digits and single hyphens, begin with a letter, and with neither aws nor oci";
const isName = (name: string) => /^(?!aws|oci)[a-z](?:-?[a-z0-9]){1,19}$/.test(name) && name.length <= 20;

/** The scope of stacks: an environment, or the app itself. */
export type Place = App | Environment;

/**
 * Where the stacks stand that `COUNTERPART_ENVIRONMENT` asks for: in that environment, or in the app itself.
 *
 * @param app the app
 * @param environments all that there are
 * @param name which is asked for
 * @throws {RangeError} for a name that no environment has, and for an environment that says what none must say
 */
export function placeOf(
  app: App,
  environments: Environments,
  name: string = process.env[environmentVariable] ?? "",
): Place {
  for (const [given, context] of Object.entries(environments)) refuseWrong(given, context);
  refuseSharedCompartments(environments);
  if (name === "") return app;
  return new Environment(app, name, environments[keyOf(name, environments)]);
}

function refuseWrong(name: string, context: Context): void {
  const origin = "environments.json: ";
  const base = name.endsWith("-*") ? name.slice(0, -2) : name;
  if (!isName(base)) throw new RefusedValue(name, nameRule, JSON.stringify(name), origin);
  refuseWrongKeys(name, context, origin);
}

/** The key that describes an environment: its name, or a pattern such as `pr-*` that stands for `pr-` and a number. */
function keyOf(name: string, environments: Environments): string {
  const pattern = name.replace(/-[1-9]\d*$/, "-*");
  const found = [name, pattern].find(
    (key) => Object.hasOwn(environments, key) && (key === pattern || isName(key)),
  );
  requireValue(
    environmentVariable,
    name,
    `be one of ${Object.keys(environments).join(", ")} (environments.json; a number stands for *)`,
    () => found !== undefined && isName(name),
  );
  return found!;
}
