import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { awsChanges } from "../../__tests__/clouds/changes/aws";
import type { OptionChange } from "../../__tests__/clouds/changes/change";
import { ociChanges } from "../../__tests__/clouds/changes/oci";
import { table, withBlocks } from "./table";

/** Where the page is. */
export const changesFile = join(__dirname, "../changes.md");

function tableOf(changes: readonly OptionChange<string, unknown>[]): string {
  return table(
    ["option", "deployed as", "change", "what it does", "what goes or is replaced"],
    changes.map(({ option, base, change, effect, gone = [], note }) => [
      `\`${option}\``,
      base,
      change,
      note === undefined ? effect : `${effect}: ${note}`,
      gone.map((type) => `\`${type}\``).join(", "),
    ]),
  );
}

/** The page as it must be: what is written by hand, and between its markers what each change does. */
export function changesPage(written: string = readFileSync(changesFile, "utf8")): string {
  return withBlocks(written, { aws: tableOf(awsChanges), oci: tableOf(ociChanges) });
}

if (require.main === module) writeFileSync(changesFile, changesPage());
