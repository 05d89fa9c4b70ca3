import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect } from "@jest/globals";
import { testWith } from "../support/skip";
import { calls, deploy, environment, fake, runAside } from "./command-line";

let site: Server;
let answers: [status: number, text: string][];
let url: string;
beforeEach(async () => {
  answers = [[200, "Page visited 7 times!\n"]];
  site = createServer((_, response) => {
    const [status, text] = answers.length > 1 ? answers.shift()! : answers[0]!;
    response.writeHead(status).end(text);
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => site.close(resolve)));

/** AWS's command line, which answers each kind of question with the next of its answers, and with the last for ever. */
function fakeAws(refreshes: readonly object[], healthy: readonly number[] = [2]): void {
  const group = { AutoScalingGroups: [{ DesiredCapacity: 2, TargetGroupARNs: ["arn:targets"] }] };
  const health = healthy.map((count) => ({
    TargetHealthDescriptions: [0, 1].map((index) => ({
      TargetHealth: { State: index < count ? "healthy" : "initial" },
    })),
  }));
  fake(
    "aws",
    `const answers = ${JSON.stringify({
      "describe-instance-refreshes": refreshes,
      "describe-auto-scaling-groups": [group],
      "describe-target-health": health,
    })}[args[1]];
     const asked = fs.readFileSync(process.argv[1].replace(/bin.aws$/, "calls"), "utf8").split("\\n").filter((line) => line.includes(args[1])).length;
     console.log(JSON.stringify(answers[Math.min(asked, answers.length) - 1]));`,
  );
}
const refresh = (Status: string, more: object = {}) => ({ InstanceRefreshes: [{ Status, ...more }] });
const none = { InstanceRefreshes: [] };
const wait = (...args: string[]) => runAside(["await", ...args, "--every", "0.01"], environment());

describe("the wait for a deployment", () => {
  testWith(
    "terraform",
    "on AWS ends when servers are replaced, healthy, and a visit is counted",
    async () => {
      deploy("aws", { url, region: "eu-west-1", servers: "aws-stack-web" });
      fakeAws(
        [refresh("Pending"), refresh("InProgress", { PercentageComplete: 50 }), refresh("Successful")],
        [1, 2],
      );
      answers.unshift([503, "The counter is away."]);
      const { status, stdout, stderr } = await wait("aws");
      expect(stdout.trim().split("\n")).toEqual([
        "servers: replaced to 0 % (Pending)",
        "servers: replaced to 50 % (InProgress)",
        "servers: all are replaced",
        "servers: 1 of 2 are healthy",
        "servers: 2 of 2 are healthy",
        `${url}: answers 503`,
        `${url}: Page visited 7 times!`,
      ]);
      expect([status, stderr]).toEqual([0, ""]);
      for (const call of calls()) expect(call).toEqual(expect.arrayContaining(["--region", "eu-west-1"]));
    },
  );

  testWith("terraform", "on AWS waits for a visit alone where pods serve", async () => {
    deploy("aws", { url, region: "eu-west-1", manifests: "{}" });
    const { status, stdout, stderr } = await wait("aws");
    expect([status, stdout, stderr]).toEqual([0, `${url}: Page visited 7 times!\n`, ""]);
  });

  testWith(
    "terraform",
    "on AWS waits for the first servers of a new stack, of which none was replaced",
    async () => {
      deploy("aws", { url });
      fakeAws([none], [0, 2]);
      const { status, stdout } = await wait("aws");
      expect(status).toBe(0);
      expect(stdout).toContain("servers: 0 of 2 are healthy\nservers: 2 of 2 are healthy\n");
    },
  );

  testWith(
    "terraform",
    "on AWS fails with the reason where servers could not be replaced, and says how to go back",
    async () => {
      deploy("aws", { url });
      fakeAws([refresh("InProgress"), refresh("Failed", { StatusReason: "no instance got healthy" })]);
      const { status, stderr } = await wait("aws");
      expect(status).toBe(1);
      expect(stderr).toMatch(/ended as Failed: no instance got healthy\n.*deploy the commit before/);
    },
  );

  testWith("terraform", "on OCI ends when a visit is counted", async () => {
    deploy("oci", { url });
    answers.unshift([502, ""]);
    const { status, stdout } = await wait("oci");
    expect([status, stdout]).toEqual([0, `${url}: answers 502\n${url}: Page visited 7 times!\n`]);
  });

  testWith("terraform", "is given up in time, with what was seen last", async () => {
    deploy("oci", { url });
    answers = [[200, "Welcome to nginx!"]];
    const { status, stderr } = await wait("oci", "--minutes", "0.005");
    expect([status, stderr]).toEqual([1, `gave up waiting: ${url}: answers 200\n`]);
  });

  testWith("terraform", "says what it may be told", async () => {
    deploy("oci", { url });
    const soon = await wait("oci", "--minutes", "soon");
    expect([soon.status, soon.stderr]).toEqual([1, '`--minutes` must be a number above 0, got "soon"\n']);
    expect((await wait("oci", "--hours", "1")).stderr).toContain("Unknown option '--hours'");
  });
});
