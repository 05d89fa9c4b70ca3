import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";

const root = path.join(__dirname, "..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

/** Folders that hold what was installed, built or deployed, which nobody writes by hand. */
const made = new Set(["node_modules", "dist", "lib", "cdktf.out"]);

/** Every page of the project, by its path from the root. */
function pagesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) {
      const hidden = entry.name.startsWith(".") && entry.name !== ".github";
      return hidden || made.has(entry.name) ? [] : pagesIn(file);
    }
    return entry.name.endsWith(".md") ? [file] : [];
  });
}

/** A page without what is shown as code. */
const prose = (page: string) => page.replace(/^```[^]*?^```$/gm, "").replace(/`[^`\n]*`/g, "code");

/** Anchors that GitHub makes of a page's headings. */
function anchorsOf(page: string): Set<string> {
  const seen = new Map<string, number>();
  const anchors = [...page.replace(/^```[^]*?^```$/gm, "").matchAll(/^#+ (.+)$/gm)].map(
    ([, heading = ""]) => {
      const shown = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
      const anchor = shown.replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");
      const times = seen.get(anchor) ?? 0;
      seen.set(anchor, times + 1);
      return times === 0 ? anchor : `${anchor}-${times}`;
    },
  );
  return new Set(anchors);
}

const pages = pagesIn("");

describe("the project's pages", () => {
  test("are those that a person looks for, too", () => {
    expect(pages).toEqual(
      expect.arrayContaining([
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        ".github/pull_request_template.md",
        "constructs/README.md",
        "proofs/README.md",
        "webapp/README.md",
      ]),
    );
  });

  test.each(pages)("%s links to files and headings that exist", (page) => {
    const links = [...prose(read(page)).matchAll(/\]\(<?([^)\s>]+)>?\)/g)].map(([, link = ""]) => link);
    const broken = links.filter((link) => {
      if (/^[a-z]+:/.test(link)) return false;
      const [file = "", anchor] = link.split("#");
      const target = file === "" ? page : path.posix.join(path.posix.dirname(page), decodeURI(file));
      if (!existsSync(path.join(root, target))) return true;
      return anchor !== undefined && target.endsWith(".md") && !anchorsOf(read(target)).has(anchor);
    });
    expect(broken).toEqual([]);
  });
});

describe("editors", () => {
  test("are told what prettier does", () => {
    const { printWidth } = JSON.parse(read(".prettierrc.json")) as { printWidth: number };
    const [, forAll = ""] = /^\[\*\]\n((?:.+\n)+)/m.exec(read(".editorconfig")) ?? [];
    const settings = Object.fromEntries(
      forAll
        .trim()
        .split("\n")
        .map((line) => line.split(" = ")),
    ) as Record<string, string>;
    // But for the width they are prettier's defaults, which .prettierrc.json leaves alone.
    expect(Object.keys(JSON.parse(read(".prettierrc.json")) as object)).toEqual(["printWidth"]);
    expect(settings).toMatchObject({
      end_of_line: "lf",
      indent_size: "2",
      indent_style: "space",
      max_line_length: String(printWidth),
    });
  });
});

describe("the forms for issues", () => {
  test.each(["bug.yml", "feature.yml"])("%s has a name, a description and fields with ids", (form) => {
    const { name, description, body } = parse(read(`.github/ISSUE_TEMPLATE/${form}`)) as {
      name?: string;
      description?: string;
      body: { type: string; id?: string; attributes: { label?: string } }[];
    };
    expect([name, description]).not.toContain(undefined);
    const fields = body.filter(({ type }) => type !== "markdown");
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
    for (const { attributes } of fields) expect(attributes.label).toBeTruthy();
  });
});

describe("Renovate", () => {
  const { customManagers } = JSON.parse(read(".github/renovate.json")) as {
    customManagers: { managerFilePatterns: string[]; matchStrings: string[]; depNameTemplate?: string }[];
  };
  const looksAt = [
    ".ci/providers",
    ".github/workflows/ci.yml",
    ".github/workflows/release.yml",
    "constructs/kubernetes/program.ts",
    "constructs/aws/kubernetes/pod-logs.ts",
  ];
  const found = customManagers.flatMap(({ managerFilePatterns, matchStrings, depNameTemplate }) =>
    looksAt
      .filter((file) => managerFilePatterns.some((pattern) => new RegExp(pattern.slice(1, -1)).test(file)))
      .flatMap((file) => matchStrings.flatMap((match) => [...read(file).matchAll(new RegExp(match, "g"))]))
      .map(({ groups }) => groups!.depName ?? depNameTemplate),
  );

  test.each([
    "hashicorp/aws",
    "oracle/oci",
    "checkov",
    "moto",
    "node",
    "public.ecr.aws/aws-observability/aws-for-fluent-bit",
  ])("finds the version of %s that CI runs or pods start from", (name) => {
    expect(found).toContain(name);
  });
});

describe("tests that start whole programs", () => {
  const programs = [...read("__tests__/support/programs.mjs").matchAll(/"(.+\.test\.ts)"/g)];

  test.each(programs.map(([, file = ""]) => file))("%s is there", (file) => {
    expect(existsSync(path.join(root, file))).toBe(true);
  });
});
