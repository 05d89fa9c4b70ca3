import { describe, expect, test } from "@jest/globals";
import { type ProviderSchema, providerSchema } from "./provider-schema";
import { type Configuration, schemaViolations } from "./schema-check";

const demo: ProviderSchema = {
  provider: { attributes: { region: { type: "string", required: true } } },
  resources: {
    demo_server: {
      attributes: {
        id: { type: "string", computed: true },
        name: { type: "string", required: true },
        size: { type: "number", optional: true },
        fast: { type: "bool", optional: true },
        tags: { type: ["map", "string"], optional: true },
        ports: { type: ["list", "number"], optional: true },
        rules: { type: ["set", ["object", { port: "number" }]], optional: true },
        auth: {
          nested_type: { nesting_mode: "single", attributes: { key: { type: "string", required: true } } },
          optional: true,
        },
        addresses: { type: ["list", ["object", { ip: "string" }]], computed: true },
      },
      block_types: {
        disk: {
          nesting_mode: "list",
          min_items: 1,
          max_items: 2,
          block: { attributes: { gib: { type: "number", required: true } } },
        },
        timeouts: {
          nesting_mode: "single",
          block: { attributes: { create: { type: "string", optional: true } } },
        },
      },
    },
  },
  dataSources: { demo_images: { attributes: { images: { type: ["list", "string"], computed: true } } } },
};

const good = { name: "a", disk: [{ gib: 8 }] };

const check = (configuration: Configuration) => schemaViolations(configuration, { demo });
const checkServer = (server: Record<string, unknown>) =>
  check({ resource: { demo_server: { one: { ...good, ...server } } } });

describe("schema check", () => {
  test("finds nothing wrong with a configuration that uses all there is", () => {
    const configuration = {
      provider: { demo: [{ region: "${var.region}" }, { region: "b", alias: "home" }] },
      variable: { region: {} },
      locals: { greeting: "hello ${demo_server.one.addresses[0].ip}, costs $${money.is.no_object}" },
      data: { demo_images: { all: {} } },
      resource: {
        demo_server: {
          one: {
            ...good,
            size: "3",
            fast: "true",
            tags: { a: 1 },
            ports: [80, "${var.region}"],
            rules: [{ port: 1 }],
            auth: { key: "k" },
            timeouts: { create: "1m" },
            count: 1,
            provider: "demo.home",
            lifecycle: { ignore_changes: ["tags", "disk[0].gib"] },
            depends_on: ["data.demo_images.all"],
          },
          two: {
            name: '${[for image in data.demo_images.all.images : image if image != "demo_server.x.y"][0]}',
            dynamic: { disk: { for_each: "${[1]}", content: { gib: "${disk.value}" } } },
          },
        },
      },
      output: { id: { value: "${demo_server.one[0].id}" } },
    };
    expect(check(configuration)).toEqual([]);
  });

  test.each([
    ["an unknown argument", { colour: "red" }, "demo_server.one: unknown argument `colour`"],
    ["a missing argument", { name: null }, "demo_server.one: missing argument `name`"],
    ["a read-only argument", { id: "x" }, "demo_server.one: read-only argument `id`"],
    ["text for a number", { size: "big" }, 'demo_server.one.size: must be a number, got "big"'],
    ["a number for a bool", { fast: 1 }, "demo_server.one.fast: must be a bool, got 1"],
    ["a list for text", { name: ["a"] }, 'demo_server.one.name: must be a string, got ["a"]'],
    ["a list for a map", { tags: ["a"] }, 'demo_server.one.tags: must be a map, got ["a"]'],
    ["one for a list", { ports: 80 }, "demo_server.one.ports: must be a list, got 80"],
    ["a wrong element", { ports: [80, "x"] }, 'demo_server.one.ports[1]: must be a number, got "x"'],
    [
      "an unknown key of an object",
      { rules: [{ at: 1 }] },
      "demo_server.one.rules[0]: unknown argument `at`",
    ],
    ["a missing nested argument", { auth: {} }, "demo_server.one.auth: missing argument `key`"],
    [
      "too many blocks",
      { disk: [{ gib: 1 }, { gib: 1 }, { gib: 1 }] },
      "demo_server.one.disk: at most 2 blocks, got 3",
    ],
    ["too few blocks", { disk: [] }, "demo_server.one.disk: at least 1 blocks, got 0"],
    ["two single blocks", { timeouts: [{}, {}] }, "demo_server.one.timeouts: at most 1 blocks, got 2"],
    ["a missing argument in a block", { disk: {} }, "demo_server.one.disk[0]: missing argument `gib`"],
    [
      "an unknown argument in a block",
      { disk: { gib: 1, x: 1 } },
      "demo_server.one.disk[0]: unknown argument `x`",
    ],
    [
      "an expression for a block",
      { disk: "${var.x}" },
      'demo_server.one.disk[0]: must be a block, got "${var.x}"',
    ],
    ["an unknown dynamic block", { dynamic: { fan: {} } }, "demo_server.one: unknown block `fan`"],
    [
      "an unknown argument in a dynamic block",
      { dynamic: { disk: { for_each: "${[]}", content: { gib: 1, x: 1 } } } },
      "demo_server.one.disk[*]: unknown argument `x`",
    ],
    [
      "an ignored change that there is not",
      { lifecycle: { ignore_changes: ["disk[0].tib"] } },
      "demo_server.one.lifecycle.ignore_changes: `disk[0].tib` leads nowhere",
    ],
  ])("finds %s", (_, server, violation) => {
    expect(checkServer(server)).toContain(violation);
  });

  test.each([
    ["a variable", "${var.region}", "var.region"],
    ["a local", "${upper(local.x-y)}", "local.x-y"],
    ["a resource", "${demo_server.two.id}", "demo_server.two.id"],
    ["a data source", "${data.demo_images.all.images[0]}", "data.demo_images.all.images[0]"],
    ["an attribute", "${demo_server.one.ip}", "demo_server.one.ip"],
    ["a deep attribute", "a-${demo_server.one.addresses[0].dns}", "demo_server.one.addresses[0].dns"],
    ["an index", "${demo_server.one.addresses.ip}", "demo_server.one.addresses.ip"],
    ["something in a quote", '${"a${demo_server.two.id}"}', "demo_server.two.id"],
    ["something in a directive", "%{ if var.flag }x%{ endif }", "var.flag"],
  ])("finds a reference to %s that there is not", (_, name, missing) => {
    expect(checkServer({ name })).toContain(`resource.demo_server.one.name: \`${missing}\` leads nowhere`);
  });

  test("finds a dependency that there is not", () => {
    expect(checkServer({ depends_on: ["demo_server.two"] })).toEqual([
      "resource.demo_server.one.depends_on[0]: `demo_server.two` leads nowhere",
    ]);
  });

  test("finds a type that there is not", () => {
    expect(check({ resource: { demo_sever: { one: good } }, data: { demo_server: { one: {} } } })).toEqual([
      "demo_sever: unknown type",
      "data.demo_server: unknown type",
    ]);
  });

  test("finds what is wrong with a provider's configuration", () => {
    expect(check({ provider: { demo: [{ alias: "home", colour: "red" }], other: [{}] } })).toEqual([
      "provider.demo[0]: missing argument `region`",
      "provider.demo[0]: unknown argument `colour`",
      "provider.other: unknown provider",
    ]);
  });

  test("reads what Terraform prints", () => {
    const block = { attributes: { name: { type: "string", required: true } } };
    const printed = {
      provider_schemas: {
        "registry.terraform.io/acme/demo": {
          provider: { block: {} },
          resource_schemas: { demo_thing: { block } },
        },
      },
    };
    const schema = providerSchema(printed, "acme/demo");
    expect(schemaViolations({ resource: { demo_thing: { one: {} } } }, { demo: schema })).toEqual([
      "demo_thing.one: missing argument `name`",
    ]);
    expect(() => providerSchema(printed, "acme/other")).toThrow("no schema of acme/other, only of");
  });
});
