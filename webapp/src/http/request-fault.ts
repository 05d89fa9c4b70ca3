import type { IncomingMessage } from "node:http";

/** Longest target of a request that is understood, in characters. */
export const MAX_URL_CHARACTERS = 2_048;

/** A name or an address, and a port; the comma, which a name may have, is where Node.js joins two headers. */
const HOST = /^[\w.:[\]%~!$&'()*+;=-]*$/;

const fault = (statusCode: number, message: string) => Object.assign(new Error(message), { statusCode });
const tooLong = fault(414, "The address is too long");
const badHost = fault(400, "There must be one valid host");
const unmet = fault(417, "That cannot be expected here");

/** The error of a request that is refused on every route; undefined if there is none. */
export function faultOf({ url = "", headers: { host = "", expect } }: IncomingMessage): Error | undefined {
  if (url.length > MAX_URL_CHARACTERS) return tooLong;
  if (!HOST.test(host)) return badHost;
  return expect === undefined || /^100-continue$/i.test(expect) ? undefined : unmet;
}

/** Texts of the refusals, by status. */
export const faultSentences: Readonly<Record<number, string>> = {
  414: tooLong.message,
  417: unmet.message,
};
