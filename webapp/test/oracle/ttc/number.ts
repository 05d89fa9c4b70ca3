/** Oracle's NUMBER on the wire: a byte for the exponent, then digits of base 100. The driver has `parseOracleNumber` and `writeOracleNumber`. */

const EXPONENT_BIAS = 193;

/** The decimal digits of a NUMBER. */
export function decodeNumber(bytes: Buffer): string {
  const [first = 0x80, ...rest] = bytes;
  const positive = (first & 0x80) !== 0;
  if (rest.length === 0) return positive ? "0" : "-1e126";
  const exponent = (positive ? first : first ^ 0xff) - EXPONENT_BIAS;
  const pairs = rest
    .filter((byte) => positive || byte !== 102)
    .map((byte) => (positive ? byte - 1 : 101 - byte));
  const digits = pairs.map((pair) => String(pair).padStart(2, "0")).join("");
  const point = (exponent + 1) * 2;
  const whole = point <= 0 ? "0" : digits.slice(0, point).padEnd(point, "0");
  const fraction = (point <= 0 ? "0".repeat(-point) + digits : digits.slice(point)).replace(/0+$/, "");
  return `${positive ? "" : "-"}${whole.replace(/^0+(?=\d)/, "")}${fraction && `.${fraction}`}`;
}

/** A NUMBER of decimal digits such as PostgreSQL's `numeric` prints. */
export function encodeNumber(value: string): Buffer {
  const { sign, whole, fraction } = partsOf(value);
  const left = whole.length % 2 === 1 ? `0${whole}` : whole;
  const right = fraction.length % 2 === 1 ? `${fraction}0` : fraction;
  const pairs = (left + right).match(/../g)?.map(Number) ?? [];
  let exponent = left.length / 2 - 1;
  while (pairs[0] === 0) {
    pairs.shift();
    exponent--;
  }
  while (pairs.at(-1) === 0) pairs.pop();
  if (pairs.length === 0) return Buffer.from([0x80]);
  if (sign === "") return Buffer.from([exponent + EXPONENT_BIAS, ...pairs.map((pair) => pair + 1)]);
  return Buffer.from([(exponent + EXPONENT_BIAS) ^ 0xff, ...pairs.map((pair) => 101 - pair), 102]);
}

function partsOf(value: string): { sign: string; whole: string; fraction: string } {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value) ?? [];
  if (whole === "") throw new RangeError(`a NUMBER must be decimal digits here, got ${value}`);
  return { sign, whole: whole.replace(/^0+/, ""), fraction };
}
