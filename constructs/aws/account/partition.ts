/**
 * Tells the partition that a region belongs to, the second field of every ARN.
 *
 * @returns `aws`, `aws-cn` or `aws-us-gov`
 */
export function partition(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
