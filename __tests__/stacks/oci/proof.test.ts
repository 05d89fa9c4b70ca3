import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { Exposure, PrivateDatabase, PublicWebTier } from "../../../constructs/oci";
import { OciStack } from "../../../stacks/oci-stack";
import { type Profile, profiles } from "../../../stacks/context/profiles";
import { existingNetwork, networkWith, plainHttp, single, webTierWith } from "../../constructs/oci/tiers";
import { bootEnvironment, bootScriptOf } from "../../support/boot";
import { mayDo, readStatement } from "../../../proofs/oci/policies";
import { reach } from "../../../proofs/oci/reach";
import { resolve, synth, type SynthesizedStack } from "../../support/synth";
import { testApp } from "../../support/app";

const stackIn = (profile: Profile) => new OciStack(Testing.app(), "oci-stack", { profile });
const changed = (json: SynthesizedStack, change: (resource: SynthesizedStack["resource"]) => void) => {
  const copy = structuredClone(json);
  change(copy.resource);
  return copy;
};

describe("a packet's way on OCI, by the JSON alone", () => {
  const inside = [
    "load balancer → servers: 8080",
    "servers → Oracle services: 443",
    "servers → database: 1521",
  ];
  const lab = synth(stackIn(profiles.lab));

  test("leads from the internet to the load balancer, to the servers, to the database and Oracle, and nowhere else", () => {
    for (const json of [lab, synth(stackIn(profiles.production))])
      expect(reach(json)).toEqual(
        ["internet → load balancer: 80", "internet → load balancer: 443", ...inside].sort(),
      );
  });

  test("leads straight to a single public server on the app's port, and from there to the database", () => {
    expect(reach(synth(webTierWith({ exposure: single }).stack))).toEqual([
      "internet → server: 8080",
      "server → database: 1521",
      "server → internet: 443",
    ]);
  });

  test("leads to a shell by the bastion alone", () => {
    const made = networkWith({ bastion: { allowFrom: ["203.0.113.0/24"] } });
    expect(reach(synth(webTierWith({}, made).stack))).toEqual(
      [
        "bastion → servers: 22",
        "internet → load balancer: 80",
        ...inside,
        // Whom their subnet's list lets out; nobody else there takes them in.
        "bastion → 10.0.64.0/18: 22",
        "servers → 10.0.64.0/18: 22",
      ].sort(),
    );
  });

  test("is the same by security groups in a network that exists", () => {
    const made = networkWith({ existing: existingNetwork });
    // Whether the internet is led there its owner's routes decide.
    const between = ["load balancer → servers: 8080", "servers → database: 1521"];
    expect(reach(synth(webTierWith({}, made).stack))).toEqual(["0.0.0.0/0 → load balancer: 80", ...between]);
  });

  test("is found where somebody opens one, in a group or in a list", () => {
    const list = Object.values(lab.resource.oci_core_default_security_list!)[0]!;
    const database = Object.values(lab.resource.oci_database_autonomous_database!)[0]!;
    const balancer = Object.values(lab.resource.oci_load_balancer_load_balancer!)[0]!;
    const tcp = { protocol: "6", tcp_options: { destination_port_range: { min: 1521, max: 1521 } } };
    const byGroup = changed(lab, ({ oci_core_network_security_group_security_rule: rules }) => {
      rules!.out = {
        ...tcp,
        direction: "EGRESS",
        destination: "0.0.0.0/0",
        network_security_group_id: balancer.network_security_group_ids[0],
      };
      rules!.in = {
        ...tcp,
        direction: "INGRESS",
        source: "0.0.0.0/0",
        network_security_group_id: database.nsg_ids[0],
      };
    });
    const byList = changed(lab, ({ oci_core_default_security_list: lists }) => {
      const [name] = Object.keys(lists!);
      lists![name!] = {
        ...list,
        egress_security_rules: [{ protocol: "all", destination: "0.0.0.0/0" }],
        ingress_security_rules: [{ protocol: "all", source: "0.0.0.0/0" }],
      };
    });
    const forgotten = changed(lab, (resource) => delete resource.oci_core_default_security_list);
    const more = (json: SynthesizedStack) => reach(json).filter((path) => !reach(lab).includes(path));
    expect(list).not.toHaveProperty("ingress_security_rules");
    expect(more(byGroup)).toEqual([
      "0.0.0.0/0 → database: 1521",
      "load balancer → database: 1521",
      "load balancer → internet: 1521",
    ]);
    expect(more(byList)).toEqual(
      expect.arrayContaining(["database → servers: all", "internet → load balancer: all"]),
    );
    expect(more(forgotten)).toEqual(expect.arrayContaining(["internet → load balancer: 22"]));
  });

  test("has no rule for all protocols, all ports or SSH from anywhere, and a description for each", () => {
    for (const { protocol, tcp_options: tcp, description, source } of Object.values(
      lab.resource.oci_core_network_security_group_security_rule!,
    )) {
      const { min, max } = tcp.destination_port_range;
      expect([protocol, max]).toEqual(["6", min]);
      expect([source, min]).not.toEqual(["0.0.0.0/0", 22]);
      expect(description).toMatch(/\w{3}/);
    }
  });
});

describe("what servers on OCI may do", () => {
  const stack = stackIn(profiles.production);
  const { resource, locals } = synth(stack);
  const statements = Object.values(resource.oci_identity_policy!).flatMap(
    (policy) => policy.statements as string[],
  );
  const [administrator, application] = [stack.database.administrator, stack.database.application].map(
    ({ secret }) => resolve(stack, secret.id),
  );

  test("read the database's two secrets, and no other secret", () => {
    for (const secret of [administrator, application])
      expect(mayDo(statements, "read", "secret-bundles", secret)).toBe(true);
    expect(mayDo(statements, "read", "secret-bundles", "ocid1.vaultsecret.oc1..other")).toBe(false);
    expect(mayDo(statements, "read", "secret-bundles")).toBe(false);
    expect(mayDo(statements, "manage", "secret-bundles", administrator)).toBe(false);
  });

  test("write metrics to the stack's own namespace, and to no other", () => {
    const namespace = "app_counter_oci_stack_web";
    expect(mayDo(statements, "use", "metrics", namespace)).toBe(true);
    expect(mayDo(statements, "manage", "metrics", namespace)).toBe(false);
    expect(mayDo(statements, "inspect", "metrics")).toBe(false);
  });

  test("write log lines, and nothing else anywhere", () => {
    expect(mayDo(statements, "use", "log-content")).toBe(true);
    expect(mayDo(statements, "manage", "log-content")).toBe(false);
    for (const kind of [
      "objects",
      "buckets",
      "secrets",
      "instances",
      "autonomous-databases",
      "all-resources",
      "unified-configuration",
    ])
      expect(mayDo(statements, "inspect", kind)).toBe(false);
    expect(statements).toHaveLength(4);
  });

  test("in the stack's compartment alone, as one group of the compartment's instances", () => {
    const [group] = Object.values(resource.oci_identity_dynamic_group!);
    expect(group!.matching_rule).toBe("ALL {instance.compartment.id = '${var.compartment_ocid}'}");
    for (const statement of statements.map(readStatement)) {
      expect(locals![/^\$\{local\.(.+)\}$/.exec(statement.place)![1]!]).toBe(
        '${(var.compartment_ocid == var.tenancy_ocid) ? "tenancy" : "compartment id ${var.compartment_ocid}"}',
      );
      expect(locals![/^\$\{local\.(.+)\}$/.exec(statement.group)![1]!]).toMatch(
        /^\$\{var\.create_identity \? one\(oci_identity_dynamic_group\.\w+\[\*\]\.name\) : "oci-stack-web-identity-/,
      );
    }
  });

  test("is what an administrator is told to allow, word for word", () => {
    const told = resolve(stack, stack.web.statementsForAdministrator).split("\n").slice(1);
    const allowed = told.filter((line) => line.startsWith("allow "));
    expect(allowed.sort()).toEqual([...statements].sort());
    expect(told.filter((line) => !allowed.includes(line))).toEqual([
      expect.stringMatching(/^agent configuration of the type LOGGING .*\/var\/log\/counter\/counter\.log/),
      expect.stringMatching(
        /^agent configuration of the type MONITORING .*http:\/\/127\.0\.0\.1:9464\/metrics/,
      ),
    ]);
  });

  test("serve is not told of the administrator's secret; migrate is", () => {
    const script = bootScriptOf(stack);
    expect(Object.values(bootEnvironment(script, "serve"))).not.toContain(administrator);
    expect(bootEnvironment(script, "migrate").DB_SECRET_ID).toBe(administrator);
  });
});

describe("no secret on OCI", () => {
  test("is a default, an output or part of what a server reads at boot", () => {
    const json = synth(stackIn(profiles.lab));
    const sensitive = Object.entries(json.variable!).filter(([, { sensitive }]) => sensitive);
    expect(sensitive.map(([name]) => name).sort()).toEqual(["administrator_password", "private_key_pem"]);
    for (const [name, { default: value }] of sensitive) {
      expect([name, value]).toEqual([name, ""]);
      expect(JSON.stringify([json.output, json.locals])).not.toContain(`var.${name}`);
    }
  });

  test("is told by a variable that refuses it", () => {
    const { variable = {} } = synth(stackIn(profiles.lab));
    const secret = Object.entries(variable).filter(([, { sensitive }]) => sensitive);
    const rules = secret.flatMap(([, { validation }]) => validation as { error_message: string }[]);
    expect(rules.length).toBeGreaterThan(4);
    expect(rules.filter(({ error_message: message }) => message.includes("${"))).toEqual([]);
  });

  test("is asked of Terraform where Vault can make it up", () => {
    const made = networkWith();
    const database = new PrivateDatabase(made.stack, "database", { network: made.network });
    const exposure = Exposure.loadBalancer({ https: plainHttp });
    new PublicWebTier(made.stack, "web", { network: made.network, database, app: testApp, exposure });
    expect(JSON.stringify(synth(made.stack).resource)).not.toMatch(
      /"(admin_password|secret_content|private_key)"/,
    );
  });
});
