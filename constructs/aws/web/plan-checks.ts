import { DataAwsAmi } from "@cdktf/provider-aws/lib/data-aws-ami";
import { DataAwsEc2InstanceType } from "@cdktf/provider-aws/lib/data-aws-ec2-instance-type";
import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import type { Construct } from "constructs";
import type { OwnDomain } from "./https";
import { architectureOf } from "./instance-types";

/*
 * Data sources with postconditions, for rules that only AWS knows and synthesis cannot check: each is read in every plan, and a plan that hears
 * something else fails before anything is touched. Nothing else depends on the answer.
 */

/** Has every plan check that a hosted zone is public, and the one that a name lies in. */
export function checkHostedZone(scope: Construct, { hostedZoneId, domainName }: OwnDomain): void {
  const name = 'trimsuffix(self.name, ".")';
  const isOrEnds = `${name} == "${domainName}" || endswith("${domainName}", format(".%s", ${name}))`;
  new DataAwsRoute53Zone(scope, "hosted-zone", {
    zoneId: hostedZoneId,
    lifecycle: {
      postcondition: [
        {
          condition: `\${${isOrEnds}}`,
          errorMessage: `The hosted zone ${hostedZoneId} must be the one that ${domainName} lies in, and is that of \${self.name}.`,
        },
        {
          condition: "${!self.private_zone}",
          errorMessage: `The hosted zone ${hostedZoneId} must be a public one, or neither visitors nor AWS find what is in it.`,
        },
      ],
    },
  });
}

/** Has every plan check that there is an instance type, and that servers have the memory for what they install. */
export function checkInstanceTypeInPlan(scope: Construct, instanceType: string): void {
  new DataAwsEc2InstanceType(scope, "instance-type", {
    instanceType,
    lifecycle: {
      postcondition: [
        {
          condition: "${self.memory_size >= 1024}",
          errorMessage: `The instance type ${instanceType} must have 1024 MiB of memory or more, and has \${self.memory_size}.`,
        },
      ],
    },
  });
}

/** Has every plan check that an image is there, and that servers of a type can boot from it. */
export function checkImage(scope: Construct, imageId: string, instanceType: string): void {
  const architecture = architectureOf(instanceType);
  new DataAwsAmi(scope, "image", {
    filter: [{ name: "image-id", values: [imageId] }],
    lifecycle: {
      postcondition: [
        {
          condition: `\${self.architecture == "${architecture}"}`,
          errorMessage: `The image ${imageId} must be for ${architecture}, the processor of ${instanceType}, and is for \${self.architecture}.`,
        },
        {
          condition: '${self.root_device_name == "/dev/xvda"}',
          errorMessage: `The image ${imageId} must be made from Amazon Linux 2023, whose disk is /dev/xvda, and has \${self.root_device_name}.`,
        },
      ],
    },
  });
}
