import type { Stack } from "../stack";
import { textOf } from "./computed";
import type { Variables } from "./variables";

/** The stack, and what a deployment would be told. */
export interface Deployment {
  readonly stack: Stack;
  readonly variables: Variables;
}

/** A variable as a text; empty where nobody chose. */
export function chosen({ variables }: Deployment, name: string): string {
  const value = variables[name];
  return typeof value === "string" ? value : "";
}

/** Machine of each server. */
export interface ServerShape {
  readonly name: string;
  readonly ocpus: number;
  readonly memoryGB: number;
  /** Whether its OCPUs and memory are chosen. */
  readonly isFlexible: boolean;
}

/** The shape that servers are to have. */
export function shapeOf({ variables }: Deployment): ServerShape {
  const {
    instanceShape = "",
    ocpus = 1,
    memory = 8,
  } = (variables.shape ?? {}) as {
    instanceShape?: string;
    ocpus?: number;
    memory?: number;
  };
  return { name: instanceShape, ocpus, memoryGB: memory, isFlexible: instanceShape.endsWith(".Flex") };
}

/** Texts of an argument of all resources of a type, as far as Terraform makes them of variables alone. */
export function namesOf({ stack, variables }: Deployment, type: string, argument: string): string[] {
  return stack
    .all(type)
    .map((resource) => textOf(resource[argument], variables))
    .filter((name) => name !== undefined);
}
