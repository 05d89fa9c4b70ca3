import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A part of a server's boot, in seconds on each cloud. */
export interface BootPart {
  readonly what: string;
  readonly AWS: number;
  readonly OCI: number;
  /** Source of the numbers, in Markdown. */
  readonly source: string;
}

const readme = join(__dirname, "../README.md");

/**
 * Parts of a boot, from the launch until the app answers by itself.
 *
 * EC2: a t3.medium with Amazon Linux 2023 in us-west-2, from the call to `running` and on to SSH. OCI: an instance in
 * eu-frankfurt-1, from the call to `RUNNING`, as Terraform logged it. Nobody's figure was found for what is allowed for.
 *
 * @param page text of `rehearsal/README.md`, which has what `npm run rehearse:boot` measured
 */
export function bootParts(page: string = readFileSync(readme, "utf8")): readonly BootPart[] {
  const [begin, end] = [measuredIn(page, "user data begins"), measuredIn(page, "healthy")];
  const ec2 =
    "[AWS](https://github.com/brevdev/ec2-coldboot-research/blob/main/docs/instance-type-sweep-results.md)";
  const terraform =
    "[OCI](https://github.com/mlinxfeld/terraform-oci-fk-heatwave/tree/main/training/lesson2_free_tier_mds_with_public_access)";
  return [
    { what: "launch until the machine runs", AWS: 20.3, OCI: 66, source: `${ec2}, ${terraform}` },
    { what: "image until user data", AWS: 2.7, OCI: 30, source: `${ec2}; allowed for on OCI` },
    { what: "download of packages", AWS: 20, OCI: 20, source: "allowed for" },
    {
      what: "user data until the app answers",
      AWS: end.AWS - begin.AWS,
      OCI: end.OCI - begin.OCI,
      source: "[measured](../rehearsal/README.md#a-server-that-boots)",
    },
  ];
}

/** Seconds from a server's launch until the app answers by itself. */
export function bootSecondsOf(cloud: "AWS" | "OCI", parts: readonly BootPart[] = bootParts()): number {
  return Math.ceil(parts.reduce((sum, part) => sum + part[cloud], 0));
}

/** Seconds of both clouds in a row of what `npm run rehearse:boot` measured. */
export function measuredIn(page: string, what: string): { AWS: number; OCI: number } {
  const [, cells = ""] = new RegExp(`^\\| ${what} +\\|(.*)\\|$`, "m").exec(page) ?? [];
  const [AWS, OCI] = cells.split("|").map(Number);
  if (!(AWS! > 0 && OCI! > 0))
    throw new RangeError(`rehearsal/README.md must have a row "${what}" with the seconds of both clouds`);
  return { AWS: AWS!, OCI: OCI! };
}
