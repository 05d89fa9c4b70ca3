import type { Silence } from "../ask";

/** Tells from what the SDK threw why OCI did not answer. It does not tell what is not permitted from what is not there. */
export function explain(error: unknown): Silence {
  const { statusCode, message } = (error ?? {}) as { statusCode?: number; message?: string };
  if (statusCode === 401) return "not known";
  if (statusCode === 403 || statusCode === 404) return "not permitted";
  return message === "fetch failed" ? "not reached" : "other";
}
