import { existsSync } from "node:fs";
import path from "node:path";
import type { Cloud } from "../stacks/context/keys";
import { answerOf, CommandError } from "./programs";

/** The outputs of a stack that was deployed. */
export class Deployed {
  private constructor(
    private readonly stack: string,
    private readonly values: Readonly<Record<string, { readonly value: unknown }>>,
  ) {}

  /**
   * Asks Terraform for a stack's outputs, wherever the stack keeps its state.
   *
   * @param root folder of the project
   * @throws {CommandError} where the stack was not synthesized, or not deployed
   */
  static on(cloud: Cloud, root: string): Deployed {
    const stack = `${cloud}-stack`;
    const folder = path.resolve(root, process.env.CDKTF_OUTDIR ?? "cdktf.out", "stacks", stack);
    if (!existsSync(folder))
      throw new CommandError(`${stack} was not synthesized here: run \`npx cdktf deploy ${stack}\` first`);
    if (!existsSync(path.join(folder, ".terraform")))
      throw new CommandError(
        `${stack} was not deployed from here: run \`npx cdktf deploy ${stack}\`, or \`terraform -chdir=${folder} init\` where its state is in a bucket`,
      );
    const json = answerOf(
      process.env.TERRAFORM_BINARY_NAME ?? "terraform",
      `-chdir=${folder}`,
      "output",
      "-json",
    );
    const values = JSON.parse(json) as Deployed["values"];
    if (Object.keys(values).length === 0)
      throw new CommandError(
        `${stack} has no outputs, so nothing was deployed: run \`npx cdktf deploy ${stack}\` first`,
      );
    return new Deployed(stack, values);
  }

  /** Whether the deployment has an output. */
  has(name: string): boolean {
    return this.values[name] !== undefined;
  }

  /**
   * The value of an output.
   *
   * @throws {CommandError} for one that the deployment does not have
   */
  output(name: string): string {
    const value = this.values[name]?.value;
    if (typeof value === "string" && value !== "") return value;
    throw new CommandError(
      `${this.stack} was deployed without the output \`${name}\`: run \`npx cdktf deploy ${this.stack}\``,
    );
  }
}
