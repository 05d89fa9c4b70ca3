import { Fn } from "cdktf";
import { operand } from "../../constructs/shared";

/**
 * Gives a text in PEM its lines back: a browser's field for passwords takes the breaks out of what is pasted.
 *
 * @param pem token of a text that may be empty, or anything else, and then stays as it is
 */
export function pemLines(pem: string): string {
  const found = (pattern: string) => operand(Fn.regex(pattern, pem));
  const inside = operand(Fn.element(operand(Fn.split("-----", pem)), 2));
  const body = Fn.replace(inside, "/[^A-Za-z0-9+/=]/", "");
  const lines = operand(
    Fn.flatten([
      found("-----BEGIN [A-Z ]+-----"),
      operand(Fn.regexall(".{1,64}", body)),
      found("-----END [A-Z ]+-----"),
      "",
    ]),
  );
  return operand(Fn.try([Fn.join("\n", lines as unknown as string[]), pem]));
}
