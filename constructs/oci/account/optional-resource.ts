import {
  conditional,
  Fn,
  type IResolvable,
  Op,
  ref,
  TerraformCount,
  type TerraformResource,
  Token,
} from "cdktf";
import { operand } from "../../shared";

/*
 * Choices that are made at deploy time, where an empty text means that nobody chose: Resource Manager's form cannot
 * leave a variable out. A resource that depends on such a choice has a count of none or one.
 */

/** A condition of which only the deployment knows whether it holds: a token of a truth value. */
export type Condition = string | IResolvable;

/**
 * Whether a variable turns out to hold something.
 *
 * @param value token of a text that may be empty
 * @param expected false asks whether it is empty
 * @returns token of a condition for Terraform
 */
export function isGiven(value: string, expected = true): string {
  // By the length, because cdktf writes an operand "" as `undefined`.
  const length = operand(Fn.lengthOf(value));
  return operand(expected ? Op.gte(length, 1) : Op.lt(length, 1));
}

/** Arguments of a resource that exists only where a condition holds; none where there is no condition. */
export function createdIf(condition: Condition | undefined): { count?: TerraformCount } {
  return condition === undefined
    ? {}
    : { count: TerraformCount.of(Token.asNumber(conditional(condition, 1, 0))) };
}

/**
 * The id of a resource that is made only where none was given.
 *
 * @param created resource with a count, or none where `given` is known to hold something
 * @param given id of what exists, or none where `created` is always made
 */
export function idOfCreated(created: TerraformResource | undefined, given: string | undefined): string {
  if (created === undefined) return given!;
  return given === undefined
    ? Token.asString(ref(`${addressOf(created)}.id`))
    : Token.asString(conditional(isGiven(given), given, attributeOfOne(created, "id")));
}

/** An attribute of a resource with a count, null where there is none. */
export function attributeOfOne(resource: TerraformResource, attribute: string): string {
  return operand(Fn.one(operand(ref(`${addressOf(resource)}[*].${attribute}`))));
}

function addressOf({ terraformResourceType, friendlyUniqueId }: TerraformResource): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}
