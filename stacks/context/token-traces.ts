import { isNativeError } from "node:util/types";

/**
 * Ends cdktf's notes of where each token was made, for the rest of the process. Each line of them is looked up in a source map, which
 * is about 40 % of a synthesis (`npm run bench:synth`); they are shown with errors of its resolver alone. Errors keep their traces.
 */
export function withoutTokenTraces(): void {
  const captureStackTrace = Error.captureStackTrace.bind(Error);
  Error.captureStackTrace = (object, below) => {
    if (isNativeError(object)) captureStackTrace(object, below);
  };
}
