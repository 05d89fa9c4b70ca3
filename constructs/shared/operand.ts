import { Token } from "cdktf";

/**
 * An expression as an operand of another one, or an argument of a function.
 *
 * cdktf resolves an operand twice unless it is a string, and so all that is within it: each level of nesting would double the time that synthesis takes
 * (`TFExpression.resolveArg`). What is synthesized is the same.
 */
export function operand(expression: unknown): string {
  return Token.asString(expression);
}
