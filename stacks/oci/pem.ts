import { Fn, Token } from "cdktf";

/**
 * Gives a text in PEM its lines back: a browser's field for passwords takes the breaks out of what is pasted.
 *
 * @param pem token of a text that may be empty, or anything else, and then stays as it is
 */
export function pemLines(pem: string): string {
  const found = (pattern: string) => Token.asString(Fn.regex(pattern, pem));
  const inside = Token.asString(Fn.element(Fn.split("-----", pem), 2));
  const body = Fn.replace(inside, "/[^A-Za-z0-9+/=]/", "");
  const lines: unknown = Fn.flatten([
    found("-----BEGIN [A-Z ]+-----"),
    Fn.regexall(".{1,64}", body),
    found("-----END [A-Z ]+-----"),
    "",
  ]);
  return Token.asString(Fn.try([Fn.join("\n", Token.asList(lines)), pem]));
}
