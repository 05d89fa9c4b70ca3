import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { type App, LocalBackend, TerraformStack } from "cdktf";

/** The backend as Terraform records it in `.terraform/terraform.tfstate`, which is no state. */
interface Remembered {
  readonly backend?: { readonly config: { readonly path?: string; readonly key?: string } };
}

/** Path of a stack's state within whatever keeps it: `aws-stack/terraform.tfstate`, or `staging/aws-stack/terraform.tfstate`. */
export function stateKey(stack: TerraformStack): string {
  return `${stack.node.path}/terraform.tfstate`;
}

/**
 * Keeps the state of an environment's stack in a file of its own. A stack without an environment has cdktf's file, which is
 * named after the stack alone.
 */
export function keepLocally(stack: TerraformStack): void {
  if (stack.node.path === stack.node.id) return;
  new LocalBackend(stack, { path: path.join(process.cwd(), localName(stack)) });
}

/**
 * Has Terraform forget where another environment's state is, so that it neither stops at this folder nor offers to move that
 * state here. The state itself stays where it is.
 *
 * All environments of a stack share a folder of `cdktf.out`, and in it Terraform remembers the last backend.
 */
export function forgetOtherEnvironments(app: App): void {
  for (const stack of app.node.findAll().filter((node) => TerraformStack.isStack(node))) {
    const file = path.join(app.outdir, "stacks", stack.node.id, ".terraform/terraform.tfstate");
    if (!existsSync(file)) continue;
    const { config } = (JSON.parse(readFileSync(file, "utf8")) as Remembered).backend ?? {};
    const remembered = config?.key ?? path.basename(config?.path ?? "");
    if (remembered !== "" && ![stateKey(stack), localName(stack)].includes(remembered)) rmSync(file);
  }
}

/** Name of the file that keeps a stack's state where no bucket does. */
function localName({ node }: TerraformStack): string {
  return `terraform.${node.path.replaceAll("/", ".")}.tfstate`;
}
