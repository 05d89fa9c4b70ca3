import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { opener } from "../../commands/open";
import { testWith } from "../support/skip";
import { folder, deploy, fake, calls, environment, run, fakeOci } from "./command-line";

describe("a command", () => {
  test("names the clouds that there are", () => {
    expect(run(["shell", "azure"])).toEqual({
      status: 1,
      stdout: "",
      stderr: 'which cloud? `npm run shell -- aws` or `npm run shell -- oci`, got "azure"\n',
    });
  });

  test("says that nothing was synthesized", () => {
    expect(run(["open", "aws"]).stderr).toBe(
      "aws-stack was not synthesized here: run `npx cdktf deploy aws-stack` first\n",
    );
  });

  test("says that nothing was deployed from here, where the stack was only synthesized", () => {
    mkdirSync(path.join(folder, "stacks/aws-stack"), { recursive: true });
    expect(run(["open", "aws"]).stderr).toMatch(
      /^aws-stack was not deployed from here: run `npx cdktf deploy aws-stack`, or `terraform -chdir=\S+ init` where/,
    );
  });

  test("says that Terraform is missing, and where it is", () => {
    mkdirSync(path.join(folder, "stacks/aws-stack/.terraform"), { recursive: true });
    expect(run(["open", "aws"], environment(path.join(folder, "bin"))).stderr).toBe(
      "`terraform` is not on the PATH: install it (https://developer.hashicorp.com/terraform/install)\n",
    );
  });

  test("has Terraform ask nobody where no terminal is", () => {
    mkdirSync(path.join(folder, "stacks/aws-stack/.terraform"), { recursive: true });
    fake(
      "terraform",
      `console.error(process.env.TF_INPUT, process.env.TF_IN_AUTOMATION); console.log("{}");`,
    );
    const env = environment();
    delete (env as NodeJS.ProcessEnv).TF_INPUT;
    expect(run(["open", "aws"], env)).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "0 1\naws-stack has no outputs, so nothing was deployed: run `npx cdktf deploy aws-stack` first\n",
    });
  });

  testWith("terraform", "says that the CLI of the cloud is missing", () => {
    deploy("aws");
    const terraform = execFileSync("which", ["terraform"], { encoding: "utf8" }).trim();
    const { status, stderr } = run(["logs", "aws"], {
      ...environment(path.join(folder, "bin")),
      TERRAFORM_BINARY_NAME: terraform,
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining("`aws` is not on the PATH: install it")]);
  });

  testWith("terraform", "says which output an older deployment lacks", () => {
    deploy("aws", { region: "" });
    fake("aws");
    expect(run(["logs", "aws"]).stderr).toBe(
      "aws-stack was deployed without the output `region`: run `npx cdktf deploy aws-stack`\n",
    );
  });
});

describe("logs", () => {
  testWith("terraform", "on AWS are followed, and take more arguments", () => {
    deploy("aws");
    fake("aws");
    expect(run(["logs", "aws", "--since", "1h"]).status).toBe(0);
    expect(calls()).toEqual([
      ["aws", "logs", "tail", "the-log_group", "--region", "the-region", "--follow", "--since", "1h"],
    ]);
  });

  testWith("terraform", "on OCI are the app's lines of the last quarter of an hour", () => {
    deploy("oci");
    fake("oci", fakeOci);
    expect(run(["logs", "oci"])).toEqual({ status: 0, stdout: "2026-11-21T12:00:00Z up\n", stderr: "" });
    const [call = []] = calls();
    const after = (name: string) => call[call.indexOf(name) + 1]!;
    expect(after("--search-query")).toBe(
      'search "the-stack_compartment_ocid/the-log_group_ocid/the-app_log_ocid" | sort by datetime asc',
    );
    expect(Date.parse(after("--time-end")) - Date.parse(after("--time-start"))).toBe(15 * 60_000);
  });
});

describe("the page", () => {
  testWith("terraform", "is printed and handed to the system's opener", () => {
    deploy("oci", { url: "http://203.0.113.9" });
    for (const program of ["xdg-open", "open"]) fake(program);
    expect(run(["open", "oci"])).toEqual({ status: 0, stdout: "http://203.0.113.9\n", stderr: "" });
    expect(calls()).toEqual([[opener(process.platform)[0], "http://203.0.113.9"]]);
  });

  testWith("terraform", "is printed where nothing opens it", () => {
    deploy("aws", { url: "https://www.example.com" });
    const terraform = execFileSync("which", ["terraform"], { encoding: "utf8" }).trim();
    const env = { ...environment(path.join(folder, "bin")), TERRAFORM_BINARY_NAME: terraform };
    const { status, stdout } = run(["open", "aws"], env);
    expect([status, stdout.split("\n")[0]]).toEqual([0, "https://www.example.com"]);
  });

  test("is opened on Windows without a word of its shell", () => {
    expect(opener("win32")).toEqual(["rundll32", "url.dll,FileProtocolHandler"]);
  });
});
