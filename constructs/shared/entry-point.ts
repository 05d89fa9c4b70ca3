import type { IConstruct } from "constructs";
import { filesIn } from "./archive";
import { requireThat } from "./errors";
import type { WebApp } from "../web-app";

/**
 * Refuses an entry point that a server would not find, or that its shell would read as something else.
 *
 * @param scope construct that was given the app
 * @throws {ConstructError} naming the prop, the rule and the value
 */
export function checkEntryPoint(scope: IConstruct, { artifact, entryPoint }: WebApp): void {
  requireThat(
    scope,
    "app.entryPoint",
    entryPoint,
    "be the path of a file in the artifact, of letters, digits, dots, hyphens and underscores, such as dist/main.mjs",
    (path) => /^[\w.-]+(\/[\w.-]+)*$/.test(path) && !path.split("/").some((part) => /^(\.+|-.*)$/.test(part)),
  );
  const files = filesOf(artifact);
  requireThat(
    scope,
    "app.entryPoint",
    entryPoint,
    `be a file that the artifact holds (${shortList(files)})`,
    (path) => files.includes(path),
  );
}

const known = new WeakMap<WebApp["artifact"], readonly string[]>();

/** Its files, unpacked once however many web tiers run it: that takes as long as half of a stack's constructs. */
function filesOf(artifact: WebApp["artifact"]): readonly string[] {
  const files = known.get(artifact) ?? filesIn(artifact.path);
  known.set(artifact, files);
  return files;
}

function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 10);
  return names.length > shown.length ? [...shown, "…"].join(", ") : shown.join(", ");
}
