import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { CommandError } from "../commands/programs";
import { Deployed } from "../commands/deployed";
import { mapActions } from "./aws/map";
import { cloudOf } from "./cloud";
import { GithubApi } from "./github/api";
import { keepComment } from "./github/comment";
import { type Drift, keepDriftIssue } from "./github/drift-issue";
import { forgetPreview, stalePreviews } from "./github/previews";
import { openOciSession } from "./oci/command";
import { printAdvice } from "./plan/advice";
import { applyPlan } from "./plan/apply";
import { lookForDrift } from "./plan/drift";
import { makePlan } from "./plan/plan";
import { synthesizeStacks } from "./stacks";

interface Command {
  /** Arguments, as a person types them. */
  readonly takes: string;
  /** What it does. */
  readonly does: string;
  readonly run: (args: readonly string[], root: string) => Promise<void> | void;
}

/** Every command by its name. */
export const commands: Readonly<Record<string, Command>> = {
  stacks: {
    takes: "",
    does: "synthesizes what an account or tenancy gets once, into delivery/dist/stacks",
    run: (_, root) => synthesizeStacks(root),
  },
  plan: {
    takes: "aws|oci [--base <folder>] [--destroy] [--no-lock] [--summary <file>] [--bundle <file>]",
    does: "plans what was synthesized, and writes a summary of it, and a bundle that `apply` takes",
    run: makePlan,
  },
  apply: {
    takes: "aws|oci <bundle> [--hours 24]",
    does: "applies the very plan in a bundle, if it is this commit's and environment's",
    run: applyPlan,
  },
  drift: {
    takes: "aws|oci [--report <file>]",
    does: "looks for what was changed without Terraform",
    run: lookForDrift,
  },
  "drift-issues": {
    takes: "<report>...",
    does: "opens, writes or closes an issue for each report of `drift`",
    run: keepDriftIssues,
  },
  advice: {
    takes: "aws|oci",
    does: "says what to do about a deployment that failed",
    run: printAdvice,
  },
  address: {
    takes: "aws|oci",
    does: "prints the address of the deployed page",
    run: ([name], root) => console.log(Deployed.on(cloudOf(name), root).output("url")),
  },
  comment: {
    takes: "<pull request> <file>...",
    does: "keeps a comment for each file on a pull request",
    run: comment,
  },
  "oci-session": {
    takes: "",
    does: "exchanges the job's token for a session with OCI, as a profile in ~/.oci/config",
    run: openOciSession,
  },
  "stale-previews": {
    takes: "[--days 7]",
    does: "lists the pull requests, as JSON, whose environments must go",
    run: printStalePreviews,
  },
  "forget-previews": {
    takes: "<pull requests as JSON>",
    does: "takes the label from pull requests whose environments are gone",
    run: forgetPreviews,
  },
  map: {
    takes: "<checkout of pike> [<type>...]",
    does: "writes delivery/aws/actions.json anew, with more types of resources where some are named",
    run: mapActions,
  },
};

async function keepDriftIssues(files: readonly string[]): Promise<void> {
  const api = GithubApi.fromEnvironment();
  for (const file of files) {
    const drift = JSON.parse(readFileSync(file, "utf8")) as Drift;
    console.log(`${drift.title}: ${await keepDriftIssue(api, drift)}`);
  }
}

async function forgetPreviews([pulls = ""]: readonly string[]): Promise<void> {
  const api = GithubApi.fromEnvironment();
  for (const pull of JSON.parse(pulls) as number[]) await forgetPreview(api, pull);
}

async function comment([pull, ...files]: readonly string[]): Promise<void> {
  if (files.length === 0) throw new CommandError("which files? `npm run delivery -- comment 12 plan.md`");
  const api = GithubApi.fromEnvironment();
  for (const file of files) await keepComment(api, numberOf(pull), readFileSync(file, "utf8"));
}

async function printStalePreviews(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { days: { type: "string", default: "7" } } });
  console.log(JSON.stringify(await stalePreviews(GithubApi.fromEnvironment(), numberOf(values.days))));
}

function numberOf(given = ""): number {
  if (/^[1-9]\d*$/.test(given)) return Number(given);
  throw new CommandError(`the number must be a whole one above 0, got "${given}"`);
}
