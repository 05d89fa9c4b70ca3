import type { IncomingMessage } from "node:http";

/** Longest target of a request that is understood, in characters. */
export const MAX_URL_CHARACTERS = 2_048;

/** A name or an address, and a port; the comma, which a name may have, is where Node.js joins two headers. */
const HOST = /^[\w.:[\]%~!$&'()*+;=-]*$/;

const fault = (statusCode: number, message: string) => Object.assign(new Error(message), { statusCode });
const tooLong = fault(414, "The address is too long");
const badHost = fault(400, "There must be one valid host");
const unmet = fault(417, "That cannot be expected here");

/** Why a request is refused wherever it goes; nothing if it is not. */
export function faultOf({ url = "", headers: { host = "", expect } }: IncomingMessage): Error | undefined {
  if (url.length > MAX_URL_CHARACTERS) return tooLong;
  if (!HOST.test(host)) return badHost;
  return expect === undefined || /^100-continue$/i.test(expect) ? undefined : unmet;
}

/** What a refused request is told, by its status. */
export const faultSentences: Readonly<Record<number, string>> = {
  414: tooLong.message,
  417: unmet.message,
};
