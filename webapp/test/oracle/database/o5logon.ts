import { createCipheriv, createDecipheriv, createHash, pbkdf2Sync, randomBytes } from "node:crypto";
import { VERIFIER_12C } from "../ttc/constants";

/** Rounds of PBKDF2 for a verifier and for the key of a session, `AUTH_PBKDF2_VGEN_COUNT` and `AUTH_PBKDF2_SDER_COUNT`. */
const ROUNDS = { verifier: 4_096, session: 3 };

/** Verifier of a password, that of 12c. */
export interface Verifier {
  /** `AUTH_VFR_DATA`. */
  readonly salt: Buffer;
  /** Hash of a password. */
  readonly hash: Buffer;
}

/** Makes the verifier of a password; `updateVerifierData` of the driver's `encryptDecrypt.js` does the same. */
export function verifierOf(password: string, salt: Buffer = randomBytes(16)): Verifier {
  const speedy = Buffer.concat([salt, Buffer.from("AUTH_PBKDF2_SPEEDY_KEY")]);
  const key = pbkdf2Sync(password, speedy, ROUNDS.verifier, 64, "sha512");
  return { salt, hash: createHash("sha512").update(key).update(salt).digest().subarray(0, 32) };
}

/** Whether this is the password. */
export function matches(password: string, { salt, hash }: Verifier): boolean {
  return verifierOf(password, salt).hash.equals(hash);
}

/** The server's half of a log-in by O5LOGON: each side proves that it knows the password, which nobody can read on the wire. */
export class O5Logon {
  private readonly key = randomBytes(32);
  private readonly salt = randomBytes(16);

  constructor(private readonly verifier: Verifier) {}

  /** The answer to AUTH_PHASE_ONE. */
  get challenge(): readonly (readonly [string, string, number?])[] {
    return [
      ["AUTH_SESSKEY", hex(encrypt(this.verifier.hash, this.key))],
      ["AUTH_VFR_DATA", hex(this.verifier.salt), VERIFIER_12C],
      ["AUTH_PBKDF2_CSK_SALT", hex(this.salt)],
      ["AUTH_PBKDF2_VGEN_COUNT", String(ROUNDS.verifier)],
      ["AUTH_PBKDF2_SDER_COUNT", String(ROUNDS.session)],
    ];
  }

  /** Looks at AUTH_PHASE_TWO: the server's proof, `AUTH_SVR_RESPONSE`, or undefined where the password is wrong. */
  prove(values: ReadonlyMap<string, string>): string | undefined {
    const field = (name: string) => Buffer.from(values.get(name) ?? "", "hex");
    const clientKey = decrypt(this.verifier.hash, field("AUTH_SESSKEY"));
    const keys = hex(Buffer.concat([clientKey.subarray(0, 32), this.key]));
    const session = pbkdf2Sync(keys, this.salt, ROUNDS.session, 32, "sha512");
    const password = unpadded(decrypt(session, field("AUTH_PASSWORD")).subarray(16));
    if (password === undefined || !matches(password, this.verifier)) return undefined;
    return hex(encrypt(session, Buffer.concat([randomBytes(16), Buffer.from("SERVER_TO_CLIENT")])));
  }
}

function encrypt(key: Buffer, clear: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-cbc", key, Buffer.alloc(16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(clear), cipher.final()]);
}

function decrypt(key: Buffer, secret: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-cbc", key, Buffer.alloc(16)).setAutoPadding(false);
  return Buffer.concat([decipher.update(secret), decipher.final()]);
}

/** Each byte of the padding says how long it is; anything else was encrypted with another key. */
function unpadded(bytes: Buffer): string | undefined {
  const length = bytes.at(-1) ?? 0;
  const padding = bytes.subarray(bytes.length - length);
  if (length < 1 || length > 16 || !padding.every((byte) => byte === length)) return undefined;
  return bytes.toString("utf8", 0, bytes.length - length);
}

function hex(bytes: Buffer): string {
  return bytes.toString("hex").toUpperCase();
}
