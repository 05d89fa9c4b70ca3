/** Packets of TNS, as in the driver's `lib/thin/sqlnet/packet.js` and `constants.js`. */

/** Types of packets. */
export const PACKET = {
  CONNECT: 1,
  ACCEPT: 2,
  REFUSE: 4,
  REDIRECT: 5,
  DATA: 6,
  RESEND: 11,
  MARKER: 12,
  CONTROL: 14,
} as const;

/** Type of a marker: break (`NIQBMARK`), reset (`NIQRMARK`), interrupt (`NIQIMARK`). */
export const MARKER = { BREAK: 1, RESET: 2, INTERRUPT: 3 } as const;

/** Flags of data: the last packet of a request, of an answer, and of the connection. */
export const DATA_FLAG = { END_OF_REQUEST: 0x800, END_OF_RESPONSE: 0x2000, EOF: 0x40 } as const;

const HEADER = 8;
const SDU = 8_192;
const TDU = 2_097_152;

/** A packet that arrived. */
export interface Packet {
  /** One of `PACKET`. */
  readonly type: number;
  /** Flags of its header: 4 for a connect packet after a redirection, `NSPFRDR`. */
  readonly flags: number;
  /** Everything behind its header. */
  readonly body: Buffer;
}

/** Cuts a stream into packets, whose length has two bytes until a connection is accepted and four afterwards. */
export class PacketReader {
  /** Whether lengths have four bytes, `largeSDU`. */
  large = false;
  private pending: Buffer = Buffer.alloc(0);

  /** Adds what arrived. */
  add(chunk: Buffer): void {
    this.pending = Buffer.concat([this.pending, chunk]);
  }

  /** The next packet, once all of it is there. */
  next(): Packet | undefined {
    if (this.pending.length < HEADER) return undefined;
    const length = this.large ? this.pending.readUInt32BE() : this.pending.readUInt16BE();
    if (length < HEADER) throw new RangeError(`a packet must have ${HEADER} bytes at least, got ${length}`);
    if (this.pending.length < length) return undefined;
    const [type = 0, flags = 0] = this.pending.subarray(4, 6);
    const body = this.pending.subarray(HEADER, length);
    this.pending = this.pending.subarray(length);
    return { type, flags, body };
  }
}

function packet(type: number, body: Buffer, { large = false, flags = 0 } = {}): Buffer {
  const header = Buffer.alloc(HEADER);
  if (large) header.writeUInt32BE(HEADER + body.length);
  else header.writeUInt16BE(HEADER + body.length);
  header[4] = type;
  header[5] = flags;
  return Buffer.concat([header, body]);
}

/** ACCEPT with a version and its flags, `NSPACFL2`; no native network services. */
export function acceptPacket(version: number, flags: number): Buffer {
  const body = Buffer.alloc(45 - HEADER);
  const at = (offset: number) => offset - HEADER;
  body.writeUInt16BE(version, at(8));
  body.writeUInt16BE(1, at(10));
  body.writeUInt16BE(SDU, at(12));
  body.writeUInt16BE(0xffff, at(14));
  body.writeUInt16BE(1, at(16));
  body.writeUInt16BE(45, at(20));
  body[at(23)] = 0x08;
  body.writeUInt32BE(SDU, at(32));
  body.writeUInt32BE(TDU, at(36));
  body.writeUInt32BE(flags, at(41));
  return packet(PACKET.ACCEPT, body);
}

/** REFUSE with the listener's error, such as 12514. */
export function refusePacket(error: number): Buffer {
  const stack = `(ERROR_STACK=(ERROR=(CODE=${error})(EMFI=4)))`;
  const reason = Buffer.from(`(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR=${error})${stack})`);
  const body = Buffer.alloc(4);
  body[0] = 34;
  body.writeUInt16BE(reason.length, 2);
  return packet(PACKET.REFUSE, Buffer.concat([body, reason]));
}

/** REDIRECT to an address, with the connect data to use there, `NSPFRDS`. */
export function redirectPacket(address: string, connectData: string): Buffer {
  const where = Buffer.from(`${address}\0${connectData}`);
  const body = Buffer.alloc(2);
  body.writeUInt16BE(where.length);
  return packet(PACKET.REDIRECT, Buffer.concat([body, where]), { flags: 0x02 });
}

/** RESEND: the client says once more what it said. */
export function resendPacket(): Buffer {
  return packet(PACKET.RESEND, Buffer.alloc(0));
}

/** MARKER of one byte. */
export function markerPacket(marker: number): Buffer {
  return packet(PACKET.MARKER, Buffer.from([1, 0, marker]), { large: true });
}

/** CONTROL with an error, `NSPCTL_SERR`: what a server says between calls, such as that it shuts down (12572). */
export function controlPacket(error: number): Buffer {
  const body = Buffer.alloc(14);
  body.writeUInt16BE(8);
  body.writeUInt32BE(error, 6);
  return packet(PACKET.CONTROL, body, { large: true });
}

/** DATA in as many packets as the SDU asks for, with flags on the last one. */
export function dataPackets(message: Buffer, lastFlags: number): Buffer {
  const room = SDU - HEADER - 2;
  const packets: Buffer[] = [];
  for (let at = 0; at === 0 || at < message.length; at += room) {
    const flags = Buffer.alloc(2);
    flags.writeUInt16BE(at + room >= message.length ? lastFlags : 0);
    packets.push(
      packet(PACKET.DATA, Buffer.concat([flags, message.subarray(at, at + room)]), { large: true }),
    );
  }
  return Buffer.concat(packets);
}

/** Connect data of a client. */
export interface ConnectRequest {
  /** Its connect descriptor; `undefined` where it follows in a packet of data, because it is longer than 230 bytes. */
  readonly descriptor: string | undefined;
  /** Whether it was led here by another listener. */
  readonly redirected: boolean;
}

/** Reads CONNECT. */
export function readConnect({ body, flags }: Packet): ConnectRequest {
  const [length, offset] = [body.readUInt16BE(24 - HEADER), body.readUInt16BE(26 - HEADER) - HEADER];
  const here = body.length > offset;
  return {
    descriptor: here ? body.toString("latin1", offset, offset + length) : undefined,
    redirected: (flags & 0x04) !== 0,
  };
}
