import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { CommandError } from "../commands/programs";
import { Deployed } from "../commands/deployed";
import { mapActions } from "./aws/map";
import { cloudOf, subjectOf } from "./cloud";
import { GithubApi } from "./github/api";
import { keepComment } from "./github/comment";
import { type Drift, keepDriftIssue } from "./github/drift-issue";
import { forgetPreview, labelledPreviews, stalePreviews } from "./github/previews";
import { dropCompartments, handCompartment } from "./oci/compartment-commands";
import { openOciSession } from "./oci/command";
import { printAdvice } from "./plan/advice";
import { applyPlan, unpackPlan } from "./plan/apply";
import { workInCluster } from "./plan/cluster";
import { lookForDrift } from "./plan/drift";
import { makeImage } from "./plan/image";
import { makePlan } from "./plan/plan";
import { addressOf } from "./plan/summary";
import { synthesizeStacks } from "./stacks";

interface Command {
  /** Arguments, as a person types them. */
  readonly takes: string;
  /** Description of the command. */
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
    takes:
      "aws|oci [--base <folder>] [--preflight <file>] [--destroy] [--no-lock] [--summary <file>] [--bundle <file>]",
    does: "plans what was synthesized, and writes a summary of it, and a bundle that `apply` takes",
    run: makePlan,
  },
  unpack: {
    takes: "aws|oci <bundle> [--hours 24]",
    does: "unpacks a bundle as `apply` does, and applies nothing, for a preflight before",
    run: (args, root) => void unpackPlan(args, root),
  },
  apply: {
    takes: "aws|oci <bundle> [--hours 24]",
    does: "applies the very plan in a bundle, if it is this commit's and environment's",
    run: applyPlan,
  },
  cluster: {
    takes: "aws|oci check|apply|delete",
    does: "works in the stack's cluster, where it has one: whether this machine reaches it, its images and pods, or empties it",
    run: workInCluster,
  },
  image: {
    takes: "aws|oci [--summary <file>]",
    does: "builds the image of this commit, pushes it to the stack's repository, and prints the key that names its digest",
    run: makeImage,
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
    takes: "aws|oci [--summary <file>]",
    does: "prints the address of the deployed page, and writes it as `comment` takes it",
    run: printAddress,
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
  compartment: {
    takes: "[--existing]",
    does: "finds or makes the compartment of a pull request's environment on OCI, as a variable of Terraform's",
    run: handCompartment,
  },
  "drop-compartments": {
    takes: "<pull requests as JSON>",
    does: "has OCI delete compartments of environments of pull requests, but for these",
    run: dropCompartments,
  },
  "labelled-previews": {
    takes: "",
    does: "lists the pull requests, as JSON, that have environments or may have",
    run: async () => console.log(JSON.stringify(await labelledPreviews(GithubApi.fromEnvironment()))),
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

function printAddress(args: readonly string[], root: string): void {
  const options = { summary: { type: "string" } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const cloud = cloudOf(positionals[0]);
  const url = Deployed.on(cloud, root).output("url");
  console.log(url);
  if (values.summary !== undefined) writeFileSync(values.summary, addressOf(subjectOf(cloud), url));
}

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
