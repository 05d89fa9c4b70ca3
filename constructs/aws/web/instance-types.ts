import type { Construct } from "constructs";
import { requireThat } from "../../shared";

/** Processor of a server, as images of Amazon Linux name it. */
export type Architecture = "arm64" | "x86_64";

// https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html: family, generation, options, size. Nitro systems
// of one purpose have more in their name: u7i-12tb, p6-b200.
const typeName = /^[a-z]+\d+[a-z]*(-[a-z0-9]+)*\.(micro|small|medium|large|\d*xlarge|metal(-\d+xl)?)$/;

/**
 * Tells the processor of an instance type by its name: Graviton has a `g` after its generation (t4g, m7gd, c8gn), or is a1.
 *
 * @param instanceType such as `t3.micro`
 */
export function architectureOf(instanceType: string): Architecture {
  return /^([a-z]+\d+g|a1\.)/.test(instanceType) ? "arm64" : "x86_64";
}

/**
 * Refuses instance types that no server of ours runs on.
 *
 * @throws {ConstructError} naming the prop, the rule and the value
 */
export function checkInstanceType(scope: Construct, instanceType: string): void {
  requireThat(
    scope,
    "instanceType",
    instanceType,
    // Half a GiB: dnf is killed there, https://github.com/amazonlinux/amazon-linux-2023/issues/404.
    "be an instance type of at least 1 GiB such as t3.micro, no nano",
    (type) => typeName.test(type),
  );
  requireThat(
    scope,
    "instanceType",
    instanceType,
    // These have no hardware virtualization: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/virtualization_types.html.
    "be one that Amazon Linux 2023 runs on, so neither a Mac nor of a family as old as t1, m1, m2 and c1",
    (type) => !/^(mac|[tmc]1\.|m2\.)/.test(type),
  );
}
