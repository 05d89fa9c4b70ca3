import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { GithubApi } from "../../../delivery/github/api";
import { keepComment } from "../../../delivery/github/comment";
import { keepDriftIssue } from "../../../delivery/github/drift-issue";
import { forgetPreview, labelledPreviews, stalePreviews } from "../../../delivery/github/previews";
import { environmentSuffix } from "../../../delivery/github/repository";
import { addressOf } from "../../../delivery/plan/summary";
import { Github } from "./github";

let github: Github;
beforeEach(async () => {
  github = new Github();
  await github.start();
});
afterEach(() => github.stop());

describe("the comment about a plan", () => {
  const path = "/issues/7/comments";

  test("is one for each subject, written anew by each run", async () => {
    await keepComment(github.api(), 7, "<!-- aws production -->\none");
    await keepComment(github.api(), 7, "<!-- oci production -->\nother");
    await keepComment(github.api(), 7, "<!-- aws production -->\ntwo");
    expect(github.lists[path]!.map(({ body }) => body)).toEqual([
      "<!-- aws production -->\ntwo",
      "<!-- oci production -->\nother",
    ]);
  });

  test("is found among more comments than a page has", async () => {
    const others = Array.from({ length: 130 }, (_, index) => ({ id: index + 1000, body: "talk" }));
    github.lists[path] = [...others, { id: 1, body: "<!-- aws -->\nold" }];
    await keepComment(github.api(), 7, "<!-- aws -->\nnew");
    expect(github.writes).toEqual(["PATCH /issues/comments/1"]);
  });
});

describe("the comment about an environment of a pull request", () => {
  test("says where it is to be seen, once for each cloud", async () => {
    const comment = (cloud: string, url: string) =>
      keepComment(github.api(), 7, addressOf({ cloud, environment: "pr-7" }, url));
    await comment("aws", "http://one.example");
    await comment("oci", "http://192.0.2.1");
    await comment("aws", "http://two.example");
    expect(github.lists["/issues/7/comments"]!.map(({ body }) => body)).toEqual([
      expect.stringMatching(/^<!-- .* -->\n\n### aws · pr-7: http:[/][/]two[.]example\n$/),
      expect.stringMatching(/### oci · pr-7: http:[/][/]192[.]0[.]2[.]1\n$/),
    ]);
  });
});

describe("the issue about drift", () => {
  const title = "Drift: aws · production";

  test("is opened, written anew while there is drift, closed when there is none, and opened again", async () => {
    const steps = [];
    for (const body of [undefined, "a", "b", undefined, "c"])
      steps.push(await keepDriftIssue(github.api(), { title, body }));
    expect(steps).toEqual(["none", "opened", "updated", "closed", "opened"]);
    expect(github.lists["/issues"]!.map(({ state, body }) => [state, body])).toEqual([
      ["closed", "b"],
      [undefined, "c"],
    ]);
  });

  test("is its environment's own", async () => {
    await keepDriftIssue(github.api(), { title, body: "a" });
    await keepDriftIssue(github.api(), { title: "Drift: aws · staging", body: "b" });
    expect(github.lists["/issues"]).toHaveLength(2);
  });
});

describe("environments of pull requests", () => {
  const day = 86_400_000;
  const now = Date.parse("2026-11-26T00:00:00Z");
  const pull = (number: number, state: string, daysAgo: number) => ({
    number,
    state,
    updated_at: new Date(now - daysAgo * day).toISOString(),
    pull_request: {},
  });

  test("must go when the request is closed, or was not touched for some days", async () => {
    github.lists["/issues"] = [
      pull(9, "closed", 0),
      pull(4, "open", 8),
      pull(5, "open", 6),
      { ...pull(6, "closed", 0), pull_request: undefined },
    ];
    expect(await stalePreviews(github.api(), 7, now)).toEqual([4, 9]);
    expect(await labelledPreviews(github.api())).toEqual([4, 5, 9]);
  });

  test("are remembered by a label, which goes last", async () => {
    await forgetPreview(github.api(), 9);
    expect(github.writes).toEqual(["DELETE /issues/9/labels/preview"]);
  });
});

describe("the subject of a job of an environment", () => {
  // https://docs.github.com/en/actions/reference/security/oidc
  test("has the colons of its name as GitHub writes them, so that no name is taken for more than a name", () => {
    expect(environmentSuffix("aws:production")).toBe("environment:aws%3Aproduction");
  });
});

describe("GitHub's API", () => {
  test("is told of by its own reason where it refuses", async () => {
    await expect(keepComment(github.api("wrong"), 7, "x")).rejects.toThrow(
      "GitHub answers 401 to GET /issues/7/comments?per_page=100&page=1: Bad credentials",
    );
  });

  test.each([
    ["GITHUB_REPOSITORY", { GITHUB_TOKEN: "t" }],
    ["GITHUB_TOKEN", { GITHUB_REPOSITORY: "octo/counterpart" }],
  ])("takes %s", (name, env) => {
    expect(() => GithubApi.fromEnvironment(env)).toThrow(name);
  });
});
