import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { parse } from "yaml";
import { nodeImage } from "../constructs/kubernetes";
import { OracleLinux } from "../constructs/oci/web/oracle-linux";
import { AwsStack } from "../stacks/aws-stack";
import { OciStack } from "../stacks/oci-stack";
import { profiles } from "../stacks/context/profiles";
import { bootScriptOf } from "./support/boot";

const read = (file: string) => readFileSync(path.join(__dirname, "..", file), "utf8");
const engines = (file: string) => (JSON.parse(read(file)) as { engines: { node: string } }).engines.node;

/** The major that is recommended. */
const recommended = read(".nvmrc").trim();
/** The majors that are supported. */
const supported = [...engines("package.json").matchAll(/\^(\d+)/g)].map(([, major]) => Number(major));

/** A job of a workflow that runs once for each entry of its matrix. */
interface MatrixJob {
  readonly strategy: {
    readonly matrix: { readonly node: readonly number[]; readonly os?: readonly string[] };
  };
}
const { jobs } = parse(read(".github/workflows/ci.yml")) as { jobs: Record<"test" | "start", MatrixJob> };

describe("the supported versions of Node.js", () => {
  test("are the same in all packages", () => {
    expect(engines("webapp/package.json")).toBe(engines("package.json"));
    expect(engines("providers/oci/package.json")).toBe(engines("package.json"));
  });

  test("are all tested, on each system", () => {
    expect(jobs.test.strategy.matrix.node).toEqual(supported);
    expect(jobs.start.strategy.matrix.node).toEqual(supported);
    const systems = jobs.start.strategy.matrix.os?.map((os) => os.replace(/-.*/, ""));
    expect(new Set(systems)).toEqual(new Set(["ubuntu", "macos", "windows"]));
    expect(supported).toContain(Number(recommended));
  });

  test("are in the README", () => {
    const [, first, others = ""] =
      /With Node (\d+) \(recommended; (.+) are tested/.exec(read("README.md")) ?? [];
    expect(first).toBe(recommended);
    const majors = others.match(/(?<![.\d])\d+/g)?.map(Number);
    expect(majors).toEqual(supported.filter((major) => major !== Number(recommended)));
  });
});

describe("the recommended version of Node.js", () => {
  test("builds and runs the container", () => {
    expect(read("Dockerfile")).toMatch(new RegExp(`^ARG NODE_IMAGE=node:${recommended}-`, "m"));
    // Pods without an image of the app start from the same bytes.
    expect(read("Dockerfile")).toContain(`NODE_IMAGE=${nodeImage.replace("docker.io/library/", "")}\n`);
  });

  test("runs the servers of both clouds", () => {
    const aws = new AwsStack(Testing.app(), "aws-stack", { region: "us-east-1", profile: profiles.lab });
    expect(bootScriptOf(aws)).toContain(`dnf install nodejs${recommended}`);
    const oci = new OciStack(Testing.app(), "oci-stack", { profile: profiles.lab });
    expect(bootScriptOf(oci)).toContain(`nodejs:${recommended}`);
  });

  test("is one that Oracle Linux 8 does not have, which runs another supported one", () => {
    const [, major] = /nodejs:(\d+)/.exec(OracleLinux.runtime("8").install) ?? [];
    expect(supported).toContain(Number(major));
  });
});
