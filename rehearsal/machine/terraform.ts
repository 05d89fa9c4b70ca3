import { execFileSync } from "node:child_process";
import { has } from "./programs";

/** Reason why tests that take Terraform 1.`minor` or newer cannot run on this machine; undefined where they can. */
export function whyNoTerraformFrom(minor: number): string | undefined {
  const needed = `needs terraform 1.${minor} or newer`;
  if (!has("terraform")) return needed;
  const answered = execFileSync("terraform", ["version", "-json"], { encoding: "utf8", stdio: "pipe" });
  const { terraform_version: version } = JSON.parse(answered) as { terraform_version: string };
  const [major = 0, there = 0] = version.split(".").map(Number);
  return major > 1 || there >= minor ? undefined : `${needed}, and there is ${version}`;
}
