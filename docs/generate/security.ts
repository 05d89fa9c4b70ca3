import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isScalar, isSeq, parseDocument } from "yaml";
import { table, withBlocks } from "./table";

/** A finding of a scanner that is accepted. */
export interface AcceptedFinding {
  /** Ids of the checks that report it, such as `CKV_AWS_2`. */
  readonly ids: readonly string[];
  /** Text of the finding. */
  readonly about: string;
  /** Who gets it: `lab`, `option` or `always`. */
  readonly where: string;
  /** Why it is accepted. */
  readonly why: string;
}

const root = join(__dirname, "../..");
const page = join(root, "docs/security.md");

/**
 * Reads what `.checkov.yaml` accepts: the three lines of comment before an id begin a group.
 *
 * @throws {RangeError} for a group without these lines
 */
export function acceptedFindings(
  text: string = readFileSync(join(root, ".checkov.yaml"), "utf8"),
): AcceptedFinding[] {
  const list = parseDocument(text).get("skip-check");
  if (!isSeq(list)) throw new RangeError("`skip-check` must be a list of ids");
  const findings: (AcceptedFinding & { ids: string[] })[] = [];
  for (const [index, item] of list.items.entries()) {
    if (!isScalar(item)) throw new RangeError("`skip-check` must be a list of ids");
    // The comment before a list's first item belongs to the list.
    const comment = item.commentBefore ?? (index === 0 ? list.commentBefore : undefined);
    if (comment != null) findings.push({ ids: [], ...explanation(String(item.value), comment) });
    findings.at(-1)?.ids.push(String(item.value));
  }
  return findings;
}

function explanation(id: string, comment: string): Omit<AcceptedFinding, "ids"> {
  const [about = "", where = "", why = "", ...rest] = comment.split("\n").map((line) => line.trim());
  if (why === "" || rest.length > 0 || !["lab", "option", "always"].includes(where))
    throw new RangeError(
      `\`${id}\` must have three lines of comment: what it is about; lab, option or always; why. Got ${JSON.stringify(comment)}`,
    );
  return { about, where, why };
}

/** The page as it must be: what is written by hand, and between its markers what is accepted. */
export function securityPage(written: string = readFileSync(page, "utf8")): string {
  const rows = acceptedFindings().map(({ ids, about, where, why }) => [ids.join(", "), about, where, why]);
  return withBlocks(written, { accepted: table(["check", "about", "where", "why"], rows) });
}

if (require.main === module) writeFileSync(page, securityPage());
