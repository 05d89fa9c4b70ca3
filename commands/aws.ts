import type { Deployed } from "./deployed";
import { answerOf, CommandError, hand } from "./programs";

/** Opens a shell on one of the servers, by Session Manager. */
export function shell(deployed: Deployed, more: readonly string[]): Promise<number> {
  if (deployed.has("manifests"))
    throw new CommandError(
      "pods have no shell: `npm run logs -- aws` shows what they say, `kubectl describe` what becomes of them (docs/kubernetes.md)",
    );
  const region = ["--region", deployed.output("region")];
  const [server] = answerOf(
    "aws",
    "ec2",
    "describe-instances",
    ...region,
    "--filters",
    `Name=tag:aws:autoscaling:groupName,Values=${deployed.output("servers")}`,
    "Name=instance-state-name,Values=running",
    "--query",
    "Reservations[].Instances[].InstanceId",
    "--output",
    "text",
  )
    .split(/\s+/)
    .filter((id) => id.startsWith("i-"));
  if (server === undefined) throw new CommandError("no server is running");
  return hand("aws", "ssm", "start-session", ...region, "--target", server, ...more);
}

/** Follows the app's log. */
export function logs(deployed: Deployed, more: readonly string[]): Promise<number> {
  const group = deployed.output("log_group");
  return hand("aws", "logs", "tail", group, "--region", deployed.output("region"), "--follow", ...more);
}
