import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { CommandError } from "../../commands/programs";
import { cloudOf, subjectOf } from "../cloud";
import { differencesBetween, synthesizedIn } from "./beside";
import { pack } from "./bundle";
import { commitOf, planKey, runAddress } from "./run";
import { summary } from "./summary";
import { Terraform } from "./terraform";

const options = {
  base: { type: "string" },
  destroy: { type: "boolean", default: false },
  "no-lock": { type: "boolean", default: false },
  preflight: { type: "string" },
  summary: { type: "string" },
  bundle: { type: "string" },
} as const;

/** Plans a stack as it was synthesized, tells what would happen, and packs what an apply takes. */
export function makePlan(args: readonly string[], root: string): void {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const cloud = cloudOf(positionals[0]);
  const subject = subjectOf(cloud);
  const terraform = new Terraform(cloud, root);
  if (values.bundle !== undefined) terraform.requireRemoteState();
  terraform.init();
  const plan = terraform.plan(
    ...(values.destroy ? ["-destroy"] : []),
    ...(values["no-lock"] ? ["-lock=false"] : []),
  );
  const text = summary(subject, plan, {
    differences: differences(values.base),
    preflight: values.preflight && readFileSync(values.preflight, "utf8"),
    run: runAddress(),
  });
  if (values.summary === undefined) console.log(text);
  else writeFileSync(values.summary, text);
  if (values.bundle !== undefined) {
    const about = { ...subject, commit: commitOf(root), madeAt: new Date().toISOString() };
    writeFileSync(values.bundle, pack(terraform.folder, about, planKey()), { mode: 0o600 });
  }

  function differences(base: string | undefined) {
    if (base === undefined) return [];
    const before = synthesizedIn(base, cloud);
    const after = synthesizedIn(`${terraform.folder}/../..`, cloud);
    if (before === undefined || after === undefined)
      throw new CommandError(`${cloud}-stack must be synthesized in ${base}, too, for what differs from it`);
    return differencesBetween(cloud, before, after);
  }
}
