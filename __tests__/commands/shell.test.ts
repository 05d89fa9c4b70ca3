import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect } from "@jest/globals";
import { testWith } from "../support/skip";
import { root, main, deploy, fake, calls, environment, run, fakeOci } from "./command-line";

describe("a shell", () => {
  testWith("terraform", "on AWS goes to a server that runs, and hands its exit code on", () => {
    deploy("aws", { region: "eu-west-1", servers: "aws-stack-web" });
    fake("aws", `if (args[0] === "ec2") console.log("i-0aaa\\ti-0bbb"); else process.exit(7);`);
    expect(run(["shell", "aws"]).status).toBe(7);
    const [asked, opened] = calls();
    expect(asked).toEqual(
      expect.arrayContaining([
        "eu-west-1",
        "Name=tag:aws:autoscaling:groupName,Values=aws-stack-web",
        "Name=instance-state-name,Values=running",
      ]),
    );
    expect(opened).toEqual(["aws", "ssm", "start-session", "--region", "eu-west-1", "--target", "i-0aaa"]);
  });

  testWith("terraform", "on AWS says that no server runs", () => {
    deploy("aws");
    fake("aws", `console.log("None");`);
    expect(run(["shell", "aws"])).toEqual({ status: 1, stdout: "", stderr: "no server is running\n" });
  });

  testWith("terraform", "on AWS says what tells more where pods serve", () => {
    deploy("aws", { manifests: "{}" });
    const { status, stderr } = run(["shell", "aws"]);
    expect(status).toBe(1);
    expect(stderr).toContain("pods have no shell");
  });

  testWith("terraform", "leaves Ctrl-C to the session", async () => {
    deploy("aws");
    fake(
      "aws",
      `if (args[0] === "ec2") console.log("i-0aaa");
       else { console.log("open"); setTimeout(() => process.exit(5), 1500); }`,
    );
    const session = spawn(process.execPath, [...main, "shell", "aws"], { cwd: root, env: environment() });
    const ended = new Promise((resolve) => session.once("exit", resolve));
    await new Promise((resolve) => session.stdout.once("data", resolve));
    session.kill("SIGINT");
    await pause(200);
    session.kill("SIGINT");
    expect(await ended).toBe(5);
  });

  testWith("terraform", "on OCI goes through the bastion by a key and a session that end with it", () => {
    deploy("oci", { servers_ocid: "ocid1.instancepool.oc1.iad.pool" });
    fake("ssh-keygen");
    fake("ssh", `console.log(fs.readFileSync(args[1], "utf8")); process.exit(3);`);
    fake("oci", fakeOci);
    const { status, stdout, stderr } = run(["shell", "oci"]);
    expect([status, stderr]).toEqual([3, ""]);
    const config = stdout.replace(/"\S+key(\.known)?"/g, "KEY$1");
    expect(config.trim().split(/\n\s*/)).toEqual([
      "Host bastion",
      "HostName host.bastion.us-ashburn-1.oci.oraclecloud.com",
      "User ocid1.bastionsession.oc1.iad.session",
      "IdentityFile KEY",
      "IdentitiesOnly yes",
      "Host server",
      "HostName 10.0.3.7",
      "User opc",
      "ProxyJump bastion",
      "IdentityFile KEY",
      "IdentitiesOnly yes",
      "StrictHostKeyChecking accept-new",
      "UserKnownHostsFile KEY.known",
    ]);
    expect(calls().map(([program, ...args]) => [program, ...args.slice(0, 3)].join(" "))).toEqual([
      "oci compute-management instance-pool list-instances",
      "ssh-keygen -q -t rsa",
      "oci bastion session create-managed-ssh",
      "oci bastion session get",
      expect.stringMatching(/^ssh -F \S+config server$/),
      "oci bastion session delete",
    ]);
    const made = calls()[2]!;
    expect(made[made.indexOf("--target-resource-id") + 1]).toBe("running");
    expect(made[made.indexOf("--bastion-id") + 1]).toBe("the-bastion_ocid");
  });

  testWith("terraform", "on OCI says what opens one where there is no bastion", () => {
    deploy("oci without a bastion");
    expect(run(["shell", "oci"]).stderr).toBe(
      "no way leads to a shell without a bastion: set `ociBastionAllowFrom` in cdktf.json and deploy\n",
    );
  });
});
