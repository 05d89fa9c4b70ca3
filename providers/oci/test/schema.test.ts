import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { formatJson } from "../tools/format-json";
import { packageFolders } from "../tools/package-folders";
import type { Schema } from "../tools/provider-schemas";
import { readSubset } from "../tools/schema-subset";
import { stripNoise } from "../tools/strip-noise";

const files = readdirSync(packageFolders.schema, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(packageFolders.schema, join(entry.parentPath, entry.name)));

describe("the schema subset", () => {
  test.each(files)("%s is sorted and free of noise", (file) => {
    const text = readFileSync(join(packageFolders.schema, file), "utf8");
    expect(text).toBe(formatJson(stripNoise(JSON.parse(text) as Schema)));
  });

  test("is of an exact version", () => {
    expect(readSubset(packageFolders.schema).version).toMatch(/^8\.\d+\.\d+$/);
  });

  test("holds no file that the generator does not read", () => {
    const { schemas } = readSubset(packageFolders.schema);
    expect(files).toHaveLength(Object.keys(schemas).length + 2);
  });
});

describe("noise", () => {
  test("is what Terraform says about everything", () => {
    const printed = {
      version: 0,
      block: {
        attributes: { name: { type: "string", description: "", description_kind: "plain", required: true } },
        description_kind: "plain",
      },
    };
    expect(stripNoise(printed)).toEqual({
      block: { attributes: { name: { type: "string", required: true } } },
    });
  });

  test("is not what distinguishes one schema from another", () => {
    const schema = {
      version: 1,
      block: {
        attributes: { secret: { type: ["list", "string"], description: "What opens it", sensitive: true } },
        block_types: {
          rule: { block: { attributes: {} }, max_items: 1, min_items: 1, nesting_mode: "list" },
        },
      },
    };
    expect(stripNoise(schema)).toEqual(schema);
  });

  test("is not an attribute or a block that happens to be named like a keyword", () => {
    const attributes = {
      version: { optional: true, type: "number" },
      description_kind: { computed: true, type: "string" },
    };
    const schema = { block: { attributes, block_types: { required: { block: {}, nesting_mode: "set" } } } };
    expect(stripNoise(schema)).toEqual(schema);
  });
});

test("formatted JSON has sorted keys and one attribute a line", () => {
  const text = formatJson({ b: { type: ["map", "string"], computed: true }, a: { nested: {} } });
  expect(text).toBe(
    '{\n  "a": {\n    "nested": {}\n  },\n  "b": { "computed": true, "type": ["map", "string"] }\n}\n',
  );
});
