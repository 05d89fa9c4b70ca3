import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { build } from "esbuild";
import { parse } from "yaml";
import { scripts } from "../package.json";

const folder = join(__dirname, "../.github/workflows");
const files = readdirSync(folder);
const read = (file: string) => readFileSync(join(folder, file), "utf8");

interface Step {
  readonly uses?: string;
  readonly id?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly name?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly needs?: string | readonly string[];
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflows = files.map((file) => [file, parse(read(file)) as Workflow] as const);
const jobs = workflows.flatMap(([file, { jobs }]) =>
  Object.entries(jobs).map(([id, job]) => [`${file}, ${id}`, job] as const),
);
const steps = jobs.flatMap(([job, { steps }]) => steps.map((step) => [job, step] as const));

/** GitHub's own parser, as far as it is used here. */
interface WorkflowParser {
  parseWorkflow(
    file: { name: string; content: string },
    trace: { info(): void; verbose(): void; error(): void },
  ): { context: { errors: { getErrors(): { message: string }[] } } };
}

/** It imports JSON in a way that Node.js 20 does not know, so it is bundled. */
async function workflowParser(): Promise<WorkflowParser> {
  const outfile = join(mkdtempSync(join(tmpdir(), "counterpart-workflows-")), "parser.cjs");
  await build({
    stdin: { contents: 'export { parseWorkflow } from "@actions/workflow-parser"', resolveDir: __dirname },
    bundle: true,
    format: "cjs",
    platform: "node",
    outfile,
    logLevel: "silent",
  });
  return createRequire(__filename)(outfile) as WorkflowParser;
}

describe("workflows", () => {
  let parser: WorkflowParser;
  beforeAll(async () => {
    parser = await workflowParser();
  });

  const problems = (name: string, content: string) => {
    const silent = { info: () => undefined, verbose: () => undefined, error: () => undefined };
    const { context } = parser.parseWorkflow({ name, content }, silent);
    return context.errors.getErrors().map(({ message }) => message);
  };

  test.each(files)("%s is what GitHub's own parser takes", (file) => {
    expect(problems(file, read(file))).toEqual([]);
  });

  test("that are wrong are refused by that parser", () => {
    expect(problems("wrong.yml", read("ci.yml").replace("runs-on:", "runs_on:"))).not.toEqual([]);
  });

  test.each(workflows)(
    "%s grants nothing to all of its jobs, and runs once at a time",
    (_, { permissions, concurrency }) => {
      expect(permissions).toEqual({});
      expect(concurrency).toBeDefined();
    },
  );

  test.each(workflows)("%s runs nothing of a stranger's with rights of the repository's", (_, { on }) => {
    expect(Object.keys(on)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(pull_request_target|workflow_run)$/)]),
    );
  });

  test.each(jobs)("%s has a name, rights of its own and an end", (_, job) => {
    expect(job.name).toBeDefined();
    expect(job.permissions).toBeDefined();
    expect(job["timeout-minutes"]).toBeGreaterThan(0);
  });

  test("use actions by the digest of a commit, with the version beside it", () => {
    const used = files.flatMap((file) => read(file).match(/uses: .*/g) ?? []);
    expect(used.length).toBeGreaterThan(0);
    expect(
      used.filter((line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+[.]\d+[.]\d+$/.test(line)),
    ).toEqual([]);
    const versions = new Map<string, Set<string>>();
    for (const line of used) {
      const [, action = "", version = ""] = /^uses: (.+?)@(.+)$/.exec(line) ?? [];
      versions.set(action, (versions.get(action) ?? new Set()).add(version));
    }
    expect([...versions].filter(([, { size }]) => size > 1)).toEqual([]);
  });

  test("leave no token in a checkout", () => {
    const checkouts = steps.filter(([, { uses }]) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.filter(([, step]) => step.with?.["persist-credentials"] !== false)).toEqual([]);
  });

  test("put no expression into a script, where it could be more than a word", () => {
    expect(steps.filter(([, { run = "" }]) => run.includes("${{"))).toEqual([]);
  });

  test.each(workflows)("%s reads no output that no job and no step before gives", (_, { jobs }) => {
    for (const job of Object.values(jobs)) {
      const needed = [job.needs ?? []].flat();
      for (const [, name = "", output = ""] of JSON.stringify(job).matchAll(
        /\bneeds[.](\w+)[.]outputs[.](\w+)/g,
      )) {
        expect(needed).toContain(name);
        expect(Object.keys(jobs[name]!.outputs ?? {})).toContain(output);
      }
      for (const [, id, output] of JSON.stringify(job).matchAll(/\bsteps[.](\w+)[.]outputs[.](\w+)/g)) {
        const step = job.steps.find((each) => each.id === id);
        expect(step?.run).toContain(`echo "${output}=`);
      }
    }
  });

  test("leave what takes more than three lines to a script that runs anywhere", () => {
    expect(steps.filter(([, { run = "" }]) => run.trim().split("\n").length > 3)).toEqual([]);
    const named = steps.flatMap(([, { run = "" }]) => [...run.matchAll(/npm run ([\w:]+)/g)]);
    expect(
      named.map(([, script = ""]) => script).filter((script) => !Object.hasOwn(scripts, script)),
    ).toEqual([]);
  });
});

describe("the release", () => {
  const { jobs } = parse(read("release.yml")) as Workflow;
  const uses = ({ steps }: Job, action: string) => steps.some((step) => step.uses?.startsWith(`${action}@`));

  test("is built by a job that may write nothing, from no cache", () => {
    expect(jobs.build!.permissions).toEqual({ contents: "read" });
    expect(uses(jobs.build!, "actions/cache")).toBe(false);
    expect(jobs.build!.steps.filter((step) => step.with?.cache !== undefined)).toEqual([]);
    const node = jobs.build!.steps.find((step) => step.uses?.startsWith("actions/setup-node@"));
    expect(node?.with?.["package-manager-cache"]).toBe(false);
  });

  test("is signed and published by jobs that only download what was built", () => {
    expect(jobs.attest!.permissions).toEqual({ "id-token": "write", attestations: "write" });
    expect(jobs.publish!.permissions).toEqual({ contents: "write" });
    for (const job of [jobs.attest!, jobs.publish!]) {
      expect(uses(job, "actions/download-artifact")).toBe(true);
      expect(uses(job, "actions/checkout")).toBe(false);
      expect(JSON.stringify(job.steps)).not.toMatch(/\bn(pm|px|ode)\b/);
    }
  });
});
