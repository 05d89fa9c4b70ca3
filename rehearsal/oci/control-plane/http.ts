/** A request to one of OCI's REST APIs, as the SDK sends it. */
export interface ApiRequest {
  /** First label of the host, which names the service: `iaas`, `database`, `objectstorage`. */
  readonly service: string;
  readonly method: string;
  /** Path without its query, segments decoded. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
  /** The body as JSON; an empty object where there is none. */
  readonly body: Item;
}

/** Answer of an API. */
export interface ApiAnswer {
  readonly status: number;
  readonly body?: object | string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A resource as an API shows it. */
export type Item = Record<string, unknown>;

/** An error as OCI's APIs answer it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** OCI hides whether something is missing or not permitted. */
export function notFound(what: string): ApiError {
  return new ApiError(
    404,
    "NotAuthorizedOrNotFound",
    `Authorization failed or requested resource not found: ${what}`,
  );
}

/** Answers with a resource and its entity tag. */
export function ok(body: object, headers: Readonly<Record<string, string>> = {}, status = 200): ApiAnswer {
  return { status, body, headers: { etag: "1", ...headers } };
}

/** Answers that there is nothing to say. */
export function noContent(headers: Readonly<Record<string, string>> = {}): ApiAnswer {
  return { status: 204, headers };
}
