/** Schemas of the routes, for the OpenAPI document: the only place where an answer's shape is written down. */

const text = { "text/plain": { schema: { type: "string" } } } as const;
const html = { "text/html": { schema: { type: "string" } } } as const;

const visits = {
  type: "object",
  properties: { visits: { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER } },
  required: ["visits"],
  additionalProperties: false,
} as const;

const problem = {
  type: "object",
  properties: { error: { type: "string" } },
  required: ["error"],
  additionalProperties: false,
} as const;

const health = (status: string, database: string) =>
  ({
    type: "object",
    properties: { status: { const: status }, database: { const: database } },
    required: ["status", "database"],
    additionalProperties: false,
  }) as const;

const unavailable = {
  description: "The database did not answer in time. `Retry-After` says when to come back.",
  content: { ...text, ...html, "application/json": { schema: problem } },
} as const;

/** `GET /`. */
export const visitSchema = {
  operationId: "visit",
  summary: "Count a visit and say which one it was",
  description:
    "A prefetch is not a visit: it is refused with 403, so that the browser asks again when it is one.",
  response: {
    200: {
      description: "The visit was counted and is committed.",
      content: {
        "text/plain": { schema: { type: "string", pattern: "^Page visited \\d+ times!\\n$" } },
        ...html,
        "application/json": { schema: visits },
      },
    },
    403: {
      description: "A prefetch, which was not counted.",
      content: { ...text, ...html, "application/json": { schema: problem } },
    },
    503: unavailable,
  },
} as const;

/** `HEAD /`. */
export const lookSchema = {
  operationId: "visit",
  summary: "Ask about the page without visiting it",
  response: { 200: { description: "There is a page.", content: text } },
} as const;

/** `GET /visits`. */
export const totalSchema = {
  operationId: "total",
  summary: "Read the number of visits without counting one",
  response: {
    200: { description: "The visits so far.", content: { "application/json": { schema: visits } } },
    503: unavailable,
  },
} as const;

/** `GET /health`. */
export const healthSchema = {
  operationId: "health",
  summary: "Say whether a visit could be counted",
  response: {
    200: {
      description: "The database would have counted a visit within the last second.",
      content: { "application/json": { schema: health("healthy", "connected") } },
    },
    503: {
      description: "The database does not answer, or this server is about to stop.",
      content: { "application/json": { schema: health("unhealthy", "disconnected") } },
    },
  },
} as const;

const status = (word: string) =>
  ({
    "application/json": {
      schema: {
        type: "object",
        properties: { status: { const: word } },
        required: ["status"],
        additionalProperties: false,
      },
    },
  }) as const;

/** `GET /live`. */
export const liveSchema = {
  operationId: "live",
  summary: "Say whether this server answers at all",
  response: {
    200: {
      description: "This server answers, whatever the database does.",
      content: status("live"),
    },
  },
} as const;

/** `GET /ready`. */
export const readySchema = {
  operationId: "ready",
  summary: "Say whether this server takes visitors",
  response: {
    200: { description: "This server takes visitors, whatever the database does.", content: status("ready") },
    503: { description: "This server is about to stop.", content: status("stopping") },
  },
} as const;

/** `GET /favicon.ico`. */
export const faviconSchema = {
  operationId: "favicon",
  summary: "Say that there is no icon here",
  response: { 204: { description: "No icon: the page names its own.", type: "null" } },
} as const;

/** `GET /favicon.svg`. */
export const iconSchema = {
  operationId: "icon",
  summary: "The page's icon",
  response: {
    200: { description: "An icon.", content: { "image/svg+xml": { schema: { type: "string" } } } },
  },
} as const;

/** `GET /robots.txt`. */
export const robotsSchema = {
  operationId: "robots",
  summary: "Ask crawlers to stay away",
  response: { 200: { description: "Rules for crawlers.", content: text } },
} as const;

/** `GET /openapi.json`. */
export const openapiSchema = {
  operationId: "openapi",
  summary: "This document",
  response: {
    200: { description: "OpenAPI 3.1.", content: { "application/json": { schema: { type: "object" } } } },
  },
} as const;
