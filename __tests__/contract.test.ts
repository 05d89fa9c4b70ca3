import { describe, expect, test } from "@jest/globals";
import type { TerraformStack } from "cdktf";
import { Testing } from "cdktf";
import { Https } from "../constructs/aws";
import type { ThreeTier } from "../constructs/three-tier";
import { AwsStack } from "../stacks/aws-stack";
import { OciStack } from "../stacks/oci-stack";
import { type Profile, profiles } from "../stacks/context/profiles";
import { bootEnvironment, bootScriptOf } from "./support/boot";
import { resolve, synth } from "./support/synth";

interface Cloud {
  readonly name: string;
  readonly make: (profile: Profile) => TerraformStack & ThreeTier;
  readonly balancer: string;
  readonly database: string;
}

/** A profile that does not say why visits may come in the clear, and alarms to nobody, needs a certificate and an address. */
const demanded = ({ plainHttpBecause, noAlarmEmailBecause }: Profile) => ({
  ...(plainHttpBecause === undefined && {
    https: Https.domain({ domainName: "www.example.com", hostedZoneId: "Z0123456789ABC" }),
  }),
  ...(noAlarmEmailBecause === undefined && { alarmEmail: "ops@example.com" }),
});

const clouds: Cloud[] = [
  {
    name: "AWS",
    make: (profile) =>
      new AwsStack(Testing.app(), "aws-stack", { region: "us-east-1", profile, ...demanded(profile) }),
    balancer: "aws_lb",
    database: "aws_db_instance",
  },
  {
    name: "OCI",
    make: (profile) => new OciStack(Testing.app(), "oci-stack", { profile }),
    balancer: "oci_load_balancer_load_balancer",
    database: "oci_database_autonomous_database",
  },
];

describe.each(clouds)("the contract on $name", ({ make, balancer, database }) => {
  const stack = make(profiles.lab);
  const json = synth(stack);

  test("is kept by three tiers below the stack", () => {
    expect(stack.node.children.map((child) => child.node.id)).toEqual(
      expect.arrayContaining(["network", "database", "web"]),
    );
    expect(stack.network.cidrBlock).toBe("10.0.0.0/16");
  });

  test("names one database and one load balancer", () => {
    for (const type of [balancer, database]) expect(Object.keys(json.resource[type] ?? {})).toHaveLength(1);
  });

  test("tells a person where the application is", () => {
    expect(Object.keys(json.output)).toEqual(expect.arrayContaining(["url", "health_url"]));
    expect(json.output.url?.value).toBe(resolve(stack, stack.web.url));
    expect(json.output.url?.value).toMatch(new RegExp(`^(http|\\$\\{.*"http"\\})://\\$\\{.*${balancer}\\.`));
  });

  test("hands every server the connection of the database, word for word", () => {
    const { environment, migration } = stack.database.connection;
    const resolved = (variables: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, resolve(stack, value)]));
    const script = bootScriptOf(stack);
    expect(bootEnvironment(script, "serve")).toMatchObject(resolved(environment));
    expect(bootEnvironment(script, "migrate")).toMatchObject(resolved(migration));
  });

  test("makes the connection a reference to a secret, never a secret", () => {
    const { environment, migration } = stack.database.connection;
    for (const name of [...Object.keys(environment), ...Object.keys(migration)])
      expect(name).not.toMatch(/PASS|TOKEN|KEY/);
    expect(Object.keys(migration).filter((name) => /^DB_SECRET_/.test(name))).toHaveLength(1);
  });

  test("differs between the profiles in protection and redundancy alone", () => {
    const production = synth(make(profiles.production));
    expect(Object.keys(production.resource)).toEqual(expect.arrayContaining(Object.keys(json.resource)));
    // HTTPS comes with a name of one's own, on port 443 besides 80.
    const opened = (whole: object) =>
      new Set(JSON.stringify(whole).match(/"(cidr_ipv4|source|from_port|ip_protocol)":(?!\{)[^,}]+/g));
    opened(production.resource).forEach((rule) => {
      if (rule !== '"from_port":443') expect(opened(json.resource)).toContain(rule);
    });
    expect(opened(json.resource).size).toBeGreaterThan(3);
  });

  test("gives Terraform every name from the construct's path, so that no rename goes unseen", () => {
    const names = Object.values(json.resource).flatMap((byName) => Object.keys(byName));
    for (const name of names)
      expect(name).toMatch(
        /^((network|database|web|watch)_|(deployed-with|release|production-unless-leaveProduction-names-the-stack)$)/,
      );
  });
});
