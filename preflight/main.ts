/**
 * `npm run preflight -- aws|oci`: asks an account what a deployment of the stack would fail on, and changes nothing.
 *
 * Ends with 0 where nothing stands in the way, with 1 where a deployment would fail, and with 2 where nobody could be asked.
 */
import { appendFileSync } from "node:fs";
import path from "node:path";
import { actionsOf, typesIn } from "../delivery/aws/actions";
import { type Arguments, argumentsOf } from "./arguments";
import { type Preflight, report, withoutRights } from "./preflight";
import { markdownOf, nobodyAsked } from "./report/markdown";
import { jsonOf, type Report, verdictOf } from "./report/report";
import { textOf } from "./report/text";
import { PreflightError, Stack } from "./stack";
import { folderOf, synthesize } from "./synthesize";

const root = path.resolve(__dirname, "..");

async function run(given: Arguments): Promise<{ code: number; output: string }> {
  const { cloud, json, synthesized, summary } = given;
  try {
    if (!synthesized) synthesize(root);
    const stack = Stack.in(folderOf(root, cloud));
    const found = await (cloud === "aws" ? askAws(stack, given) : askOci(stack, given));
    tell(summary, markdownOf(found));
    return { code: verdictOf(found) === "failure" ? 1 : 0, output: json ? jsonOf(found) : textOf(found) };
  } catch (error) {
    tell(summary, nobodyAsked(`${cloud}-stack`, error instanceof Error ? error.message : String(error)));
    throw error;
  }
}

function tell(summary: string | undefined, text: string): void {
  if (summary !== undefined) appendFileSync(summary, text);
}

// Each cloud's SDK is loaded where it is asked, and not before.
async function askAws(stack: Stack, given: Arguments): Promise<Report> {
  const { awsPreflight } = await import("./aws/preflight");
  return ask(
    awsPreflight(stack, (json) => actionsOf(typesIn(json))),
    given,
  );
}

async function askOci(stack: Stack, given: Arguments): Promise<Report> {
  // Oracle's SDK writes a line about each refusal, which the report tells, too.
  console.warn = () => undefined;
  const { ociPreflight } = await import("./oci/preflight");
  return ask(await ociPreflight(stack, given.variables), given);
}

function ask<Account>(preflight: Preflight<Account>, { rights }: Arguments): Promise<Report> {
  return report(rights ? preflight : withoutRights(preflight));
}

async function main(): Promise<{ code: number; output: string }> {
  return run(argumentsOf(process.argv.slice(2)));
}

// An answer that comes too late would keep the program waiting.
main().then(
  ({ code, output }) => process.stdout.write(`${output}\n`, () => process.exit(code)),
  (error: unknown) => {
    console.error(error instanceof PreflightError ? error.message : error);
    process.exit(2);
  },
);
