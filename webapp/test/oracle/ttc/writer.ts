import { LONG_LENGTH } from "./constants";

const SHORT_LENGTH = 252;
const CHUNK = 32_767;

/** Writes what the driver's `ReadPacket` reads; each call returns the writer, so that a message is one expression. */
export class TtcWriter {
  private readonly parts: Buffer[] = [];

  /** Single bytes. */
  u8(...values: number[]): this {
    return this.raw(Buffer.from(values));
  }

  /** Two bytes, the high one first. */
  u16(value: number): this {
    return this.u8(value >> 8, value & 0xff);
  }

  /** Two bytes, the low one first. */
  u16le(value: number): this {
    return this.u8(value & 0xff, value >> 8);
  }

  /** UB2, UB4, UB8: a byte that says how many follow, and these; each value one integer. */
  ub(...values: number[]): this {
    for (const value of values) {
      const digits = value === 0 ? "" : value.toString(16);
      const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), "0"), "hex");
      this.u8(bytes.length).raw(bytes);
    }
    return this;
  }

  /** Bytes as they are. */
  raw(bytes: Buffer): this {
    this.parts.push(bytes);
    return this;
  }

  /** Bytes with a length before them; none for null. */
  bytes(bytes: Buffer | undefined): this {
    if (bytes === undefined) return this.u8(0);
    if (bytes.length <= SHORT_LENGTH) return this.u8(bytes.length).raw(bytes);
    this.u8(LONG_LENGTH);
    for (let at = 0; at < bytes.length; at += CHUNK) {
      const chunk = bytes.subarray(at, at + CHUNK);
      this.ub(chunk.length).raw(chunk);
    }
    return this.ub(0);
  }

  /** Text with its length twice, as descriptions have names: none where it is empty. */
  name(text: string): this {
    const bytes = Buffer.from(text);
    this.ub(bytes.length);
    return bytes.length > 0 ? this.bytes(bytes) : this;
  }

  /** Everything so far. */
  end(): Buffer {
    return Buffer.concat(this.parts);
  }
}
