import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { CommandError } from "../../commands/programs";

/** First bytes of an encrypted file, so that it is taken for nothing else. */
const mark = Buffer.from("counterpart aes-256-gcm 1\n");
const ivLength = 12;
const tagLength = 16;

/**
 * Encrypts bytes with AES-256-GCM: whoever lacks the key can neither read nor change them.
 *
 * @param bytes what is encrypted
 * @param key 32 bytes in Base64, as `openssl rand -base64 32` makes them
 * @throws {CommandError} for a key of another length
 */
export function seal(bytes: Uint8Array, key: string): Buffer {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv("aes-256-gcm", keyOf(key), iv).setAAD(mark);
  const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([mark, iv, cipher.getAuthTag(), body]);
}

/** Whether bytes were encrypted by {@link seal}. */
export function isSealed(bytes: Uint8Array): boolean {
  return mark.equals(bytes.subarray(0, mark.length));
}

/**
 * Decrypts what {@link seal} encrypted.
 *
 * @throws {CommandError} where the key is another one, or somebody changed a bit
 */
export function open(sealed: Uint8Array, key: string): Buffer {
  const rest = Buffer.from(sealed.subarray(mark.length));
  const [iv, tag] = [rest.subarray(0, ivLength), rest.subarray(ivLength, ivLength + tagLength)];
  const decipher = createDecipheriv("aes-256-gcm", keyOf(key), iv, { authTagLength: tagLength });
  decipher.setAAD(mark).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(rest.subarray(ivLength + tagLength)), decipher.final()]);
  } catch {
    throw new CommandError(
      "the plan cannot be decrypted: `PLAN_KEY` is another one than it was made with, or the file was changed",
    );
  }
}

function keyOf(key: string): Buffer {
  const bytes = Buffer.from(key, "base64");
  if (bytes.length !== 32)
    throw new CommandError(
      `\`PLAN_KEY\` must be 32 bytes in Base64, as \`openssl rand -base64 32\` makes them, got ${bytes.length} bytes`,
    );
  return bytes;
}
