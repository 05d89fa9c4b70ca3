import type { Construct } from "constructs";
import { Https } from "../../constructs/aws";
import { ConstructError } from "../../constructs/shared";
import type { AwsStackProps } from "./stack-props";

/**
 * HTTPS settings of the load balancer; plain HTTP only where the profile gives a reason.
 *
 * @throws {ConstructError} where neither is known
 */
export function httpsOrReason(
  scope: Construct,
  { https, profile }: Pick<AwsStackProps, "https" | "profile">,
): Https {
  if (https) return https;
  if (profile.plainHttpBecause !== undefined) return Https.none({ reason: profile.plainHttpBecause });
  throw new ConstructError(
    scope,
    "https",
    "be given with a profile that has no `plainHttpBecause` (set `awsDomainName` and either `awsCertificateArn` or `awsHostedZoneId` in the context)",
    "undefined",
  );
}
