import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { Egress } from "../../constructs/aws";
import { pathWithoutWaits } from "../../rehearsal/machine/no-waits";
import { profiles } from "../../stacks/context/profiles";
import { awsStack } from "../support/aws-stacks";
import { synth } from "../support/synth";

const folder = mkdtempSync(join(tmpdir(), "counterpart-waits-"));
const env = { ...process.env, PATH: pathWithoutWaits(folder) };
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a program on that PATH; fails after five seconds. */
const run = (program: string, ...args: readonly string[]) =>
  execFileSync(program, args, { env, encoding: "utf8", timeout: 5_000 });

test("every pause of the AWS stack ends at once, however long it is", () => {
  const stack = synth(awsStack(profiles.lab, { ownNetwork: { egress: Egress.publicAddresses() } }));
  const pauses = Object.values(stack.resource.terraform_data!).flatMap(({ provisioner = [] }) =>
    (provisioner as { "local-exec": { interpreter: [string, string]; command: string } }[]).map(
      (one) => one["local-exec"],
    ),
  );
  expect(pauses).toHaveLength(1);
  for (const { interpreter, command } of pauses) {
    const [program, option] = interpreter;
    expect(run(program, option, command.replace(/\$\{.*\}/, "600"))).toBe("");
  }
});

test("so does sleep, and other programs of Node.js run", () => {
  expect(run("sleep", "600")).toBe("");
  expect(run("node", "--eval", "console.log(6 * 7)")).toBe("42\n");
});
