import { Token } from "cdktf";

/** How big a flexible shape is. */
export interface FlexibleSize {
  /** Oracle CPUs, 1 or more: two threads of an x86 processor, or one core of an Arm processor. */
  readonly ocpus: number;
  /** Memory in GiB, 1 or more. */
  readonly memoryGiB: number;
}

/** What kind of machine a server is. */
export class Shape {
  /**
   * A shape of one size, such as `VM.Standard2.1`.
   *
   * @throws {RangeError} when the name is not that of a virtual machine, or is that of a flexible shape
   */
  static fixed(name: string): Shape {
    if (!isVirtualMachine(name) || isFlexible(name))
      throw new RangeError(`\`name\` must be a fixed VM shape such as VM.Standard2.1, got "${name}"`);
    return new Shape(name, undefined);
  }

  /**
   * A shape of the size that you say, such as `VM.Standard.E5.Flex`.
   *
   * @throws {RangeError} when the name is not that of a flexible virtual machine, or a figure is out of range
   */
  static flexible(name: string, size: FlexibleSize): Shape {
    if (!isVirtualMachine(name) || !isFlexible(name))
      throw new RangeError(`\`name\` must be a flexible VM shape such as VM.Standard.E5.Flex, got "${name}"`);
    for (const key of ["ocpus", "memoryGiB"] as const)
      if (!Number.isInteger(size[key]) || size[key] < 1)
        throw new RangeError(`\`${key}\` must be a whole number, 1 or more, got ${size[key]}`);
    return new Shape(name, size);
  }

  /**
   * A shape that is chosen at deploy time, fixed or flexible; the size counts for a flexible one alone.
   *
   * @param name token of the shape's name
   * @throws {RangeError} when the name is known already
   */
  static chosen(name: string, size: FlexibleSize): Shape {
    if (!Token.isUnresolved(name))
      throw new RangeError(`\`name\` must be a token such as a variable's value, got "${name}"`);
    return new Shape(name, size);
  }

  private constructor(
    /** Name that OCI knows the shape by. */
    readonly name: string,
    /** How big it is, where that is not in the name. */
    readonly size: FlexibleSize | undefined,
  ) {}

  /** Whether only a deployment tells which shape it is. */
  get isChosen(): boolean {
    return Token.isUnresolved(this.name);
  }

  /** Whether its processor is known to be an Arm processor: Ampere A1, A2 and what follows. */
  get isArm(): boolean {
    return /^VM\.Standard\.A\d/.test(this.name);
  }
}

function isVirtualMachine(name: string): boolean {
  return /^VM\.[A-Za-z0-9.]+$/.test(name);
}

function isFlexible(name: string): boolean {
  return name.endsWith(".Flex");
}
