/**
 * `npm run preflight -- aws|oci`: asks an account what a deployment of the stack would fail on, and changes nothing.
 *
 * Ends with 0 where nothing stands in the way, with 1 where a deployment would fail, and with 2 where nobody could be asked.
 */
import path from "node:path";
import { actionsOf, typesIn } from "../delivery/aws/actions";
import { argumentsOf } from "./arguments";
import { report } from "./preflight";
import { jsonOf, type Report, verdictOf } from "./report/report";
import { textOf } from "./report/text";
import { PreflightError, Stack } from "./stack";
import { folderOf, synthesize } from "./synthesize";

const root = path.resolve(__dirname, "..");

async function run(args: readonly string[]): Promise<{ code: number; output: string }> {
  const { cloud, json, synthesized, variables } = argumentsOf(args);
  if (!synthesized) synthesize(root);
  const stack = Stack.in(folderOf(root, cloud));
  const found = await (cloud === "aws" ? askAws(stack) : askOci(stack, variables));
  return { code: verdictOf(found) === "failure" ? 1 : 0, output: json ? jsonOf(found) : textOf(found) };
}

// Each cloud's SDK is loaded where it is asked, and not before.
async function askAws(stack: Stack): Promise<Report> {
  const { awsPreflight } = await import("./aws/preflight");
  return report(awsPreflight(stack, (json) => actionsOf(typesIn(json))));
}

async function askOci(stack: Stack, given: Readonly<Record<string, string>>): Promise<Report> {
  // Oracle's SDK writes a line about each refusal, which the report tells, too.
  console.warn = () => undefined;
  const { ociPreflight } = await import("./oci/preflight");
  return report(await ociPreflight(stack, given));
}

// An answer that comes too late would keep the program waiting.
run(process.argv.slice(2)).then(
  ({ code, output }) => process.stdout.write(`${output}\n`, () => process.exit(code)),
  (error: unknown) => {
    console.error(error instanceof PreflightError ? error.message : error);
    process.exit(2);
  },
);
