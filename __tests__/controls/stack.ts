import type { SynthesizedStack } from "../support/synth";

/* eslint-disable @typescript-eslint/no-explicit-any -- the JSON has whatever shape the provider gives it */

/** Whether what was synthesized has what a control asks for. */
export type Judgement = (stack: Stack) => boolean;

/** Resources of a stack, by type. */
export class Stack {
  constructor(private readonly json: SynthesizedStack) {}

  all(type: string): Record<string, any>[] {
    return Object.values(this.json.resource[type] ?? {});
  }

  only(type: string): Record<string, any> {
    const [one, ...others] = this.all(type);
    if (one === undefined || others.length > 0) throw new Error(`expected one ${type}`);
    return one;
  }

  /** Whether there is one of a type, and all of them have it. */
  every(type: string, has: (resource: Record<string, any>) => boolean): boolean {
    const found = this.all(type);
    return found.length > 0 && found.every(has);
  }

  has(type: string): boolean {
    return this.all(type).length > 0;
  }

  /** Ports that everybody may reach. */
  get openPorts(): number[] {
    return this.all("aws_vpc_security_group_ingress_rule")
      .filter(({ cidr_ipv4, cidr_ipv6 }) => cidr_ipv4 === "0.0.0.0/0" || cidr_ipv6 === "::/0")
      .flatMap(({ from_port, to_port }) => [from_port, to_port] as number[]);
  }

  /** Statements of the roles' policies. */
  get allowed(): { Action: string | string[]; Resource: string | string[] }[] {
    return this.all("aws_iam_role_policy").flatMap(({ policy }) => JSON.parse(policy).Statement);
  }

  get database(): Record<string, any> {
    return this.only("aws_db_instance");
  }

  get balancer(): Record<string, any> {
    return this.only("aws_lb");
  }

  get template(): Record<string, any> {
    return this.only("aws_launch_template");
  }

  get launch(): Record<string, any> {
    return this.only("oci_core_instance_configuration").instance_details.launch_details;
  }
}
