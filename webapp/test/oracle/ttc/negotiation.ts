import type { Dialect } from "../dialect";
import { CAPABILITY, CHARSET, MSG } from "./constants";
import type { TtcReader } from "./reader";
import { TtcWriter } from "./writer";

/** Reads the driver's `ProtocolMessage`, behind its type. */
export function readProtocol(message: TtcReader): void {
  // Versions that it speaks until a 0, and its name until a 0.
  for (let end = 0; end < 2;) if (message.u8() === 0) end++;
}

/** Answers it: `processProtocolInfo`. */
export function protocolAnswer({ fields, endsRequests, tellsTimeZone }: Dialect): Buffer {
  const capabilities = Buffer.alloc(CAPABILITY.MAX);
  capabilities[CAPABILITY.FIELD_VERSION] = fields;
  if (endsRequests) capabilities[CAPABILITY.TTC4] = CAPABILITY.END_OF_REQUEST;
  const runtime = Buffer.alloc(CAPABILITY.RUNTIME_MAX);
  if (tellsTimeZone) runtime[CAPABILITY.RUNTIME_TZ] = CAPABILITY.TZ_EX;
  runtime[CAPABILITY.RUNTIME_TTC] = CAPABILITY.TTC_32K;
  const formats = new TtcWriter().raw(Buffer.alloc(9)).u16(CHARSET.UTF16).end();
  return new TtcWriter()
    .u8(MSG.PROTOCOL, 6, 0)
    .raw(Buffer.from("x86_64/Linux 2.4.xx\0"))
    .u16le(CHARSET.UTF8)
    .u8(0)
    .u16le(0)
    .u16(formats.length)
    .raw(formats)
    .bytes(capabilities)
    .bytes(runtime)
    .end();
}

/** Reads the driver's `DataTypeMessage`, behind its type: capabilities, its time zone, and the types that it knows. */
function readDataTypes(message: TtcReader): void {
  message.take(5);
  message.bytes();
  const runtime = message.bytes();
  if (runtime?.[CAPABILITY.RUNTIME_TZ] === CAPABILITY.TZ_EX) message.take(11);
  while (message.u16() !== 0) message.take(6);
}

/** Answers it: the database's time zone, which is UTC, and no type that would have to be converted. */
export function dataTypesAnswer({ tellsTimeZone }: Dialect): Buffer {
  const answer = new TtcWriter().u8(MSG.DATA_TYPES);
  if (tellsTimeZone) answer.raw(Buffer.from([0x80, 0, 0, 0, 60, 60, 0x80, 0, 0, 0, 0]));
  return answer.u16(0).end();
}

/** Reads the head of the driver's `FastAuthMessage`, behind its type: negotiation of protocol and data types at once. */
export function readFastNegotiation(message: TtcReader): void {
  message.take(3);
  message.u8();
  readProtocol(message);
  message.take(6);
  message.u8();
  readDataTypes(message);
}
