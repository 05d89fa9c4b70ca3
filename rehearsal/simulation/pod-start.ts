import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type BootPart, bootSecondsOf, measuredIn } from "./boot-time";
import type { Pods } from "./pods";

const readme = join(__dirname, "../README.md");

/**
 * What the start of a pod on a node that runs consists of, until its app answers by itself.
 *
 * @param page text of `rehearsal/README.md`, which has what `npm run rehearse:boot` measured
 */
export function podStartParts(
  { probeSeconds, fetches }: Pick<Pods, "probeSeconds" | "fetches">,
  page: string = readFileSync(readme, "utf8"),
): readonly BootPart[] {
  const [start, end] = [measuredIn(page, "application starts"), measuredIn(page, "healthy")];
  const same = (what: string, seconds: number, source: string) => ({
    what,
    AWS: seconds,
    OCI: seconds,
    source,
  });
  return [
    same("node chosen, address and container made", 5, "allowed for"),
    ...(fetches ? [same("fetch of the artifact", 3, "allowed for")] : []),
    {
      what: "container until the app answers",
      AWS: end.AWS - start.AWS,
      OCI: end.OCI - start.OCI,
      source: "[measured](../rehearsal/README.md#a-server-that-boots), as of servers",
    },
    same("next question of the startup probe", probeSeconds, "manifest"),
  ];
}

/** Seconds from the moment a pod has a node that runs until its app answers by itself. */
export function podStartSeconds(cloud: "AWS" | "OCI", pods: Pods): number {
  return bootSecondsOf(cloud, podStartParts(pods));
}

/**
 * Seconds from a pod without room until a new node of EKS Auto Mode takes it, with the pull of an image: an allowance. Others report 45 to 90
 * seconds for a node of Karpenter: https://devfloor9.github.io/engineering-playbook/en/docs/infrastructure-optimization/karpenter-autoscaling
 */
export const newNodeSeconds = 90;
