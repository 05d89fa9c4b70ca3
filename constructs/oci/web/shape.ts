import { conditional, Fn, Op, Token } from "cdktf";
import { operand, RefusedValue, requireValue } from "../../shared";

/** Size of a flexible shape. */
export interface FlexibleSize {
  /** Oracle CPUs, 1 or more: two threads of an x86 processor, or one core of an Arm processor. */
  readonly ocpus: number;
  /** Memory in GiB: from one to 64 for each OCPU. */
  readonly memoryGiB: number;
}

/** The shape of a compute instance: processors, memory, network. */
export class Shape {
  /**
   * A shape of one size, such as `VM.Standard2.1`.
   *
   * @throws {RefusedValue} when the name is not that of a virtual machine, or is that of a flexible shape
   */
  static fixed(name: string): Shape {
    requireValue(
      "name",
      name,
      "be a fixed VM shape such as VM.Standard2.1",
      (given) => isVirtualMachine(given) && !isFlexible(given),
    );
    return new Shape(name, undefined);
  }

  /**
   * A shape of the size that you say, such as `VM.Standard.E5.Flex`.
   *
   * @throws {RefusedValue} when the name is not that of a flexible virtual machine, or a figure is out of range
   */
  static flexible(name: string, size: FlexibleSize): Shape {
    requireValue(
      "name",
      name,
      "be a flexible VM shape such as VM.Standard.E5.Flex",
      (given) => isVirtualMachine(given) && isFlexible(given),
    );
    checkSize(size);
    return new Shape(name, size);
  }

  /**
   * A shape that is chosen at deploy time, fixed or flexible; the size counts for a flexible one alone.
   *
   * @param name token of the shape's name
   * @throws {RefusedValue} when the name is known already
   */
  static chosen(name: string, size: FlexibleSize): Shape {
    if (!Token.isUnresolved(name))
      throw new RefusedValue("name", "be a token such as a variable's value", JSON.stringify(name));
    return new Shape(name, size);
  }

  private constructor(
    /** Name that OCI knows the shape by. */
    readonly name: string,
    /** Size, of a flexible shape; undefined where the name fixes it. */
    readonly size: FlexibleSize | undefined,
  ) {}

  /** Whether the shape is chosen at the deployment, by a variable. */
  get isChosen(): boolean {
    return Token.isUnresolved(this.name);
  }

  /** Type of the launch options' platform on x86: AMD's series begin with an E. */
  get platformType(): string {
    const amd = "^VM[.][A-Za-z]+[.]E[0-9]";
    if (!this.isChosen) return new RegExp(amd).test(this.name) ? "AMD_VM" : "INTEL_VM";
    return Token.asString(conditional(isMatch(amd, this.name), "AMD_VM", "INTEL_VM"));
  }

  /** Whether the processor is known to be Arm: Ampere A1, A2 and later. */
  get isArm(): boolean {
    return /^VM\.Standard\.A\d/.test(this.name);
  }
}

/**
 * Memory that OCI gives to each OCPU of a flexible shape, in GiB: at least one, and at the most 64
 * (https://docs.oracle.com/iaas/Content/Compute/References/computeshapes.htm, "Flexible Shapes").
 */
export const memoryPerOcpuGiB = { min: 1, max: 64 };

/** Whether the name of a shape that only the deployment knows matches a pattern: a token of a condition. */
export function isMatch(pattern: string, shapeName: string): string {
  return operand(Op.gte(operand(Fn.lengthOf(operand(Fn.regexall(pattern, shapeName)))), 1));
}

function checkSize({ ocpus, memoryGiB }: FlexibleSize): void {
  requireValue(
    "ocpus",
    ocpus,
    "be a whole number, 1 or more",
    (number) => Number.isInteger(number) && number >= 1,
  );
  const [least, most] = [memoryPerOcpuGiB.min * ocpus, memoryPerOcpuGiB.max * ocpus];
  requireValue(
    "memoryGiB",
    memoryGiB,
    `be a whole number from ${least} to ${most}, which is 1 to 64 for each of \`ocpus\``,
    (number) => Number.isInteger(number) && number >= least && number <= most,
  );
}

function isVirtualMachine(name: string): boolean {
  return /^VM\.[A-Za-z0-9.]+$/.test(name);
}

function isFlexible(name: string): boolean {
  return name.endsWith(".Flex");
}
