import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { deployed } from "../../delivery/aws/environments";
import { maxSessionDuration } from "../../delivery/aws/github-deployer";
import { commands } from "../../delivery/commands";

const folder = join(__dirname, "../../.github/workflows");
const names = ["plan.yml", "deploy.yml", "drift.yml", "destroy.yml", "preview.yml", "image.yml"];

interface Job {
  readonly if?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly "runs-on": string;
  readonly concurrency?: { readonly "cancel-in-progress": boolean; readonly queue?: string };
  readonly steps: readonly {
    readonly uses?: string;
    readonly run?: string;
    readonly if?: string;
    readonly "continue-on-error"?: boolean;
    readonly with?: Readonly<Record<string, unknown>>;
  }[];
}

const jobs = names.flatMap((name) => {
  const { jobs } = parse(readFileSync(join(folder, name), "utf8")) as { jobs: Record<string, Job> };
  return Object.entries(jobs).map(([id, job]) => [`${name}, ${id}`, job] as const);
});
const mayActInClouds = jobs.filter(([, { permissions }]) => permissions["id-token"] === "write");
const applies = jobs.filter(([, { steps }]) =>
  steps.some(({ run = "" }) => run.includes("delivery -- apply")),
);

describe("workflows of delivery", () => {
  test("name commands that there are", () => {
    const named = jobs.flatMap(([, { steps }]) =>
      steps.flatMap(({ run = "" }) =>
        [...run.matchAll(/delivery -- ([\w-]+)/g)].map(([, command]) => command!),
      ),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((command) => !Object.hasOwn(commands, command))).toEqual([]);
  });

  test.each(mayActInClouds)("%s may write nothing on GitHub", (_, { permissions }) => {
    expect(permissions).toEqual({ contents: "read", "id-token": "write" });
  });

  test.each(mayActInClouds)("%s installs nothing that another run kept", (_, { steps }) => {
    const nodes = steps.filter(({ uses = "" }) => uses.startsWith("actions/setup-node@"));
    expect(nodes.map((step) => step.with?.["package-manager-cache"])).toEqual(nodes.map(() => false));
    expect(steps.filter(({ uses = "" }) => uses.startsWith("actions/cache"))).toEqual([]);
  });

  test.each(mayActInClouds)(
    "%s installs and synthesizes before it has rights in a cloud, if it does",
    (_, { steps }) => {
      const at = (pattern: RegExp) =>
        steps.findLastIndex(({ run = "", uses = "" }) => pattern.test(run + uses));
      const login = steps.findIndex(({ uses = "", run = "" }) =>
        /^aws-actions[/]configure-aws-credentials@|oci-session$/.test(uses + run),
      );
      expect(login).toBeGreaterThan(at(/npm ci|npm run synth/));
      expect(at(/delivery -- (plan|apply|drift|drop-compartments|image)/)).toBeGreaterThan(login);
    },
  );

  test.each(jobs.filter(([name]) => /^(plan|preview)[.]yml, (plan|deploy)$/.test(name)))(
    "%s does nothing for a pull request from a fork",
    (_, job) => {
      expect(job.if).toContain("github.event.pull_request.head.repo.full_name == github.repository");
    },
  );

  test.each(applies)(
    "%s waits for its environment, and is never cut off",
    (_, { environment, concurrency }) => {
      expect(environment).toBeDefined();
      expect(concurrency).toMatchObject({ "cancel-in-progress": false, queue: "max" });
    },
  );

  test.each(mayActInClouds.filter(([name]) => name.startsWith("preview.yml,")))(
    "%s acts as somebody who reaches environments of pull requests alone",
    (_, { environment }) => {
      expect(environment).toMatch(/^([$][{][{] matrix[.]cloud [}][}]|oci)-preview$/);
    },
  );

  test.each(
    [...applies, ...jobs.filter(([name]) => name === "image.yml, push")].filter(
      ([name]) => !name.startsWith("preview.yml,"),
    ),
  )("%s acts as somebody who reaches the environment that it names alone", (_, { environment }) => {
    const parts =
      /^[$][{][{] (matrix|inputs)[.]cloud [}][}][$][{][{] \1[.]environment != '' && format\('-[{]0[}]', \1[.]environment\) [|][|] '' [}][}]$/;
    expect(environment).toMatch(parts);
  });

  test("destroys an environment of which somebody has written the name twice", () => {
    const [, { if: condition }] = jobs.find(([name]) => name === "destroy.yml, destroy")!;
    expect(condition).toBe("inputs.environment == inputs.again");
  });

  test.each(jobs.filter(([name]) => !/, (fork|comment|issues|forget|destroy)$/.test(name)))(
    "%s does nothing before somebody has named clouds",
    (_, job) => {
      expect(job.if).toMatch(/vars[.](CLOUDS|PREVIEWS)/);
    },
  );

  test.each(jobs.filter(([name]) => /^(plan|deploy|preview)[.]yml, (plan|apply|deploy)$/.test(name)))(
    "%s asks the account before it plans or applies, and nothing of what its role may do",
    (name, { steps }) => {
      const at = (pattern: RegExp) => steps.findIndex(({ run = "" }) => pattern.test(run));
      const asks = at(/^npm run preflight -- "[$]CLOUD" --synthesized --without-rights --summary /);
      expect(asks).toBeGreaterThan(steps.findIndex(({ run = "" }) => run.includes("oci-session")));
      expect(at(/delivery -- (plan|apply) /)).toBeGreaterThan(asks);
      // What stands in the way ends a deployment; a pull request is told, and planned all the same.
      expect(steps[asks]!["continue-on-error"] ?? false).toBe(name.startsWith("plan.yml"));
    },
  );

  test.each(applies)(
    "%s works in a cluster, where there is one, from a runner that reaches it",
    (name, job) => {
      expect(job["runs-on"]).toBe("${{ vars.RUNNER || 'ubuntu-latest' }}");
      const at = (pattern: RegExp) => job.steps.findIndex(({ run = "" }) => pattern.test(run));
      const terraform = at(/delivery -- apply /);
      if (/, destroy$/.test(name)) {
        // Afterwards nobody could take nodes away.
        expect(at(/delivery -- cluster "[$]CLOUD" delete/)).toBe(terraform - 1);
        return;
      }
      expect(at(/delivery -- cluster "[$]CLOUD" check/)).toBe(terraform - 1);
      expect(at(/delivery -- cluster "[$]CLOUD" apply/)).toBe(terraform + 1);
      expect(at(/npm run await/)).toBe(terraform + 2);
    },
  );

  test.each(applies)("%s may act on AWS for as long as the role lets it", (_, { steps }) => {
    const login = steps.find(({ uses = "" }) => uses.startsWith("aws-actions/configure-aws-credentials@"));
    expect(login?.with?.["role-duration-seconds"]).toBe(maxSessionDuration);
  });

  test("gives a pull request an environment on each cloud by the same steps", () => {
    const [, { steps }] = jobs.find(([name]) => name === "preview.yml, deploy")!;
    const ofOneCloud = steps.filter(({ if: condition = "" }) => condition.includes("matrix.cloud"));
    expect(
      ofOneCloud.map(({ if: condition, uses = "", run = "" }) => [condition, uses.split("@")[0], run]),
    ).toEqual([
      ["matrix.cloud == 'aws'", "aws-actions/configure-aws-credentials", ""],
      ["matrix.cloud == 'oci'", "", "npm run delivery -- oci-session"],
      // A step of its own: what a step tells GitHub of its variables, the next one gets.
      ["matrix.cloud == 'oci'", "", "npm run delivery -- compartment"],
    ]);
  });

  test("are those that the roles trust", () => {
    const trusted = ["production", "pr-*"].flatMap((name) => deployed(name, "111122223333", {}).workflows);
    const files = new Set(trusted.map((workflow) => workflow.split("@")[0]!));
    expect([...files].sort()).toEqual(["deploy.yml", "destroy.yml", "image.yml", "preview.yml"]);
    for (const file of files) expect(existsSync(join(folder, file))).toBe(true);
    const acting = jobs.filter(([, { steps }]) =>
      steps.some(({ run = "" }) => /delivery -- (apply|image)/.test(run)),
    );
    expect([...new Set(acting.map(([name]) => name.split(",")[0]!))].sort()).toEqual([...files].sort());
  });
});
