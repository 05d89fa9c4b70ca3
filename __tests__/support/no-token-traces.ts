import { isNativeError } from "node:util/types";

const captureStackTrace = Error.captureStackTrace.bind(Error);

// cdktf notes of every token where it was made, and jest looks each line of that up in a source map: most of the time of
// a test that makes a stack, for notes that nobody reads. Errors keep their traces.
Error.captureStackTrace = (object, below) => {
  if (isNativeError(object)) captureStackTrace(object, below);
};
