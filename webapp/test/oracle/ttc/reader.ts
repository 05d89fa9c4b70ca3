import { LONG_LENGTH, NULL_LENGTH } from "./constants";

/** Reads what the driver's `WritePacket` writes: integers of variable length, and bytes with theirs. */
export class TtcReader {
  private at = 0;

  constructor(private readonly buffer: Buffer) {}

  /** Bytes that were not read yet. */
  get left(): number {
    return this.buffer.length - this.at;
  }

  /** One byte. */
  u8(): number {
    return this.take(1).readUInt8();
  }

  /** Two bytes, the high one first. */
  u16(): number {
    return this.take(2).readUInt16BE();
  }

  /** UB2, UB4, UB8: a byte says how many follow. */
  ub(): number {
    const size = this.u8();
    if (size > 8) throw new RangeError(`an unsigned integer must have 8 bytes at most, got ${size}`);
    return this.take(size).reduce((value, byte) => value * 256 + byte, 0);
  }

  /** So many bytes. */
  take(count: number): Buffer {
    if (count > this.left)
      throw new RangeError(`${count} bytes must be left in the message, got ${this.left}`);
    return this.buffer.subarray(this.at, (this.at += count));
  }

  /** Bytes with a length before them, in chunks where they are many; undefined for null. */
  bytes(): Buffer | undefined {
    const length = this.u8();
    if (length === 0 || length === NULL_LENGTH) return undefined;
    if (length !== LONG_LENGTH) return this.take(length);
    const chunks: Buffer[] = [];
    for (let size = this.ub(); size > 0; size = this.ub()) chunks.push(this.take(size));
    return Buffer.concat(chunks);
  }

  /** Text with a length before it. */
  text(): string {
    return this.bytes()?.toString() ?? "";
  }

  /** `writeKeyValue`: texts whose lengths stand before them twice, and flags. */
  keyValue(): readonly [string, string] {
    this.ub();
    const key = this.text();
    const value = this.ub() > 0 ? this.text() : "";
    this.ub();
    return [key, value];
  }
}
