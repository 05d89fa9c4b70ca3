import { spawnSync } from "node:child_process";
import { answerOf, CommandError } from "../../commands/programs";
import type { Deployed } from "../../commands/deployed";
import { credentials } from "../../preflight/oci/credentials";
import type { Cloud } from "../../stacks/context/keys";
import { registryToken, tokenUser } from "../oci/registry-token";

/** Credentials of a registry, which last some hours at most. */
interface Login {
  readonly user: string;
  readonly password: string;
}

const logins: Readonly<Record<Cloud, (registry: string, deployed: Deployed) => Login | Promise<Login>>> = {
  aws: (_, deployed) => ({
    user: "AWS",
    password: answerOf("aws", "ecr", "get-login-password", "--region", deployed.output("region")),
  }),
  oci: async (registry) => ({
    user: tokenUser,
    password: await registryToken((await credentials()).provider, `https://${registry}`),
  }),
};

/**
 * Logs docker in to the registry of a stack's repository, with the credentials that deploy the stack.
 *
 * @throws {CommandError} where cloud or registry refuse
 */
export async function logIn(cloud: Cloud, deployed: Deployed): Promise<void> {
  const [registry = ""] = deployed.output("images").split("/");
  const { user, password } = await logins[cloud](registry, deployed);
  const args = ["login", "--username", user, "--password-stdin", registry];
  if (spawnSync("docker", args, { input: password, stdio: ["pipe", "ignore", "inherit"] }).status !== 0)
    throw new CommandError(`docker did not log in to ${registry}`);
}

/** Digest of an image in a registry; nothing where there is no such image, or docker reaches none. */
export function digestOf(image: string): string | undefined {
  // Without `json` buildx prints all that it knows, whatever field is named.
  const args = ["buildx", "imagetools", "inspect", image, "--format", "{{json .Manifest.Digest}}"];
  const { status, stdout } = spawnSync("docker", args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return status === 0 ? (JSON.parse(stdout) as string) : undefined;
}
