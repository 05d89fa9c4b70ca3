import { ref, Token } from "cdktf";

/**
 * Gives a text in PEM its lines back: a browser's field for passwords takes the breaks out of what is pasted.
 *
 * It is one expression as Terraform writes it, because cdktf resolves an element of a list three times, and so all that is within it: made of
 * functions of `Fn`, it took a tenth of a synthesis.
 *
 * @param pem address of a text, such as `var.private_key_pem`, that may be empty, or anything else, and then stays as it is
 */
export function pemLines(pem: string): string {
  const inside = `replace(element(split("-----", ${pem}), 2), "/[^A-Za-z0-9+/=]/", "")`;
  const lines = [
    `regex("-----BEGIN [A-Z ]+-----", ${pem})`,
    `regexall(".{1,64}", ${inside})`,
    `regex("-----END [A-Z ]+-----", ${pem})`,
    '""',
  ];
  return Token.asString(ref(`try(join("\\n", flatten([${lines.join(", ")}])), ${pem})`));
}
