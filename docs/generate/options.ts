import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { awsKeys } from "../../stacks/aws/keys";
import type { Keys } from "../../stacks/context/declare";
import { commonKeys } from "../../stacks/context/keys";
import { ociKeys } from "../../stacks/oci/keys";
import { table, withBlocks } from "./table";

const root = join(__dirname, "../..");

/** Pages with a table of the context's keys, and what stands in it. */
const tables: Readonly<Record<string, () => string>> = {
  "README.md": summary,
  "docs/aws.md": () => options({ ...commonKeys, ...awsKeys }),
  "docs/oci.md": () => options(ociKeys),
  "docs/refusals.md": () => rules({ ...commonKeys, ...awsKeys, ...ociKeys }),
};

/** Those pages, by their paths from the root. */
export const optionPages: readonly string[] = Object.keys(tables);

/** A page as it must be: what is written by hand, and between its markers what the declarations of the keys say. */
export function optionPage(page: string, written: string = readFileSync(join(root, page), "utf8")): string {
  return withBlocks(written, { options: tables[page]!() });
}

function options(keys: Keys): string {
  return table(
    ["key", "default", "must", "what it does"],
    Object.entries(keys).map(([name, key]) => [`\`${name}\``, key.default, key.rule, key.does]),
  );
}

function rules(keys: Keys): string {
  return table(
    ["key", "must"],
    Object.entries(keys).map(([name, { rule }]) => [`\`${name}\``, rule]),
  );
}

function summary(): string {
  const { awsRegion, ...moreAws } = awsKeys;
  const named = Object.entries({ ...commonKeys, awsRegion });
  const more = (keys: Keys, link: string) =>
    `${Object.keys(keys)
      .map((name) => `\`${name}\``)
      .join(", ")}: ${link}`;
  return table(
    ["key", "default", "what it does"],
    [
      ...named.map(([name, key]) => [`\`${name}\``, key.default, key.does]),
      ["more of AWS", "", more(moreAws, "[`docs/aws.md`](docs/aws.md#options)")],
      ["more of OCI", "", more(ociKeys, "[`docs/oci.md`](docs/oci.md#what-is-decided-before)")],
    ],
  );
}

if (require.main === module)
  for (const page of optionPages) writeFileSync(join(root, page), optionPage(page));
