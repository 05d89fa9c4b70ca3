import { AwsJson1_1Protocol, AwsRestJsonProtocol, XmlShapeSerializer } from "@aws-sdk/core/protocols";
import { CborCodec } from "@smithy/core/cbor";
import { NormalizedSchema } from "@smithy/core/schema";
import type { WireAnswer, WireRequest } from "./server";

/** An operation as the SDK itself knows it: its name, its traits, and the schemas of what goes in and comes out. */
export type Operation = readonly [
  kind: 9,
  namespace: string,
  name: string,
  traits: unknown,
  input: unknown,
  output: unknown,
];

/** Wire protocol of a service. */
export type Protocol = "query" | "ec2" | "json" | "cbor" | "rest-json" | "rest-xml";

/** Tells the protocol of a request by its headers. */
export function protocolOf({ headers }: WireRequest): Protocol {
  const type = headers["content-type"] ?? "";
  if (type.startsWith("application/x-www-form-urlencoded"))
    return serviceOf({ headers }) === "ec2" ? "ec2" : "query";
  if (type.startsWith("application/x-amz-json")) return "json";
  if (headers["smithy-protocol"] === "rpc-v2-cbor") return "cbor";
  // What is asked by GET has no body that would tell.
  return serviceOf({ headers }) === "eks" ? "rest-json" : "rest-xml";
}

/** Name that a request is signed for, such as `elasticloadbalancing`. */
export function serviceOf({ headers }: Pick<WireRequest, "headers">): string {
  return scope(headers)[3] ?? "";
}

/** Access key that a request is signed with. */
export function keyOf({ headers }: Pick<WireRequest, "headers">): string {
  return scope(headers)[0] ?? "";
}

/** Region that a request is signed for. */
export function regionOf({ headers }: Pick<WireRequest, "headers">): string {
  return scope(headers)[2] ?? "";
}

function scope(headers: WireRequest["headers"]): string[] {
  return /Credential=([^,]+)/.exec(headers.authorization ?? "")?.[1]?.split("/") ?? [];
}

/** Name of the operation that a request asks for; nothing where path and method tell it. */
export function actionOf({ target, headers, body }: WireRequest): string | undefined {
  const protocol = protocolOf({ headers } as WireRequest);
  if (protocol === "json") return headers["x-amz-target"]?.split(".").at(-1);
  if (protocol === "cbor") return target.split("/").at(-1);
  return protocol.startsWith("rest-")
    ? undefined
    : (new URLSearchParams(body.toString()).get("Action") ?? undefined);
}

/** Whether a request asks for an operation by its method and path. */
export function isRest([, , , traits]: Operation, { method, target }: WireRequest): boolean {
  const [verb, template] = (traits as { http?: [string, string] } | undefined)?.http ?? [];
  if (verb !== method || template === undefined) return false;
  const path = template.split("?")[0]!.replace(/\{\w+\+?\}/g, "[^/]+");
  return new RegExp(`^${path}/?$`).test(target.split("?")[0]!);
}

/** Writes what an operation answers, with the schema by which the SDK will read it. */
export function success(operation: Operation, output: object, protocol: Protocol): WireAnswer {
  const [, , name, , , schema] = operation;
  requireKnown(operation, output);
  if (protocol === "json") {
    const serializer = new AwsJson1_1Protocol({ defaultNamespace: "fake", serviceTarget: "fake" })
      .getPayloadCodec()
      .createSerializer();
    serializer.write(schema as never, output);
    return { status: 200, contentType: "application/x-amz-json-1.1", body: serializer.flush() };
  }
  if (protocol === "rest-json") {
    const serializer = new AwsRestJsonProtocol({ defaultNamespace: "fake" })
      .getPayloadCodec()
      .createSerializer();
    serializer.write(schema as never, output);
    return { status: 200, contentType: "application/json", body: serializer.flush() };
  }
  if (protocol === "cbor") {
    const serializer = new CborCodec().createSerializer();
    serializer.write(schema as never, output);
    return { status: 200, contentType: "application/cbor", body: serializer.flush() };
  }
  const xml = contentOf(schema, output);
  const body = { query: `<${name}Response><${name}Result>${xml}</${name}Result></${name}Response>` };
  return xmlAnswer(200, protocol === "query" ? body.query : `<${name}Response>${xml}</${name}Response>`);
}

/** The children of what the SDK's serializer writes, whose own name says nothing. */
function contentOf(schema: unknown, output: object): string {
  const serializer = new XmlShapeSerializer({
    timestampFormat: { useTrait: true, default: 5 },
    httpBindings: false,
    serviceNamespace: "fake",
  } as never);
  serializer.write(schema as never, output);
  const written = serializer.flush() as string;
  return written.endsWith("/>") ? "" : written.slice(written.indexOf(">") + 1, written.lastIndexOf("</"));
}

function requireKnown([, , name, , , schema]: Operation, output: object): void {
  const known = new Set([...NormalizedSchema.of(schema as never).structIterator()].map(([member]) => member));
  const unknown = Object.keys(output).filter((member) => !known.has(member));
  if (unknown.length > 0) throw new Error(`${name} answers nothing called ${unknown.join(", ")}`);
}

/** Writes an error. */
export function refusal(code: string, message: string, protocol: Protocol): WireAnswer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  if (protocol === "json" || protocol === "rest-json")
    return {
      status: 400,
      contentType: protocol === "json" ? "application/x-amz-json-1.1" : "application/json",
      body: JSON.stringify({ __type: code, message }),
    };
  if (protocol === "cbor") {
    const serializer = new CborCodec().createSerializer();
    serializer.write(15, { __type: code, message });
    return { status: 400, contentType: "application/cbor", body: serializer.flush() };
  }
  if (protocol === "ec2")
    return xmlAnswer(400, `<Response><Errors>${error}</Errors><RequestID>0</RequestID></Response>`);
  return xmlAnswer(400, `<ErrorResponse>${error}<RequestId>0</RequestId></ErrorResponse>`);
}

function xmlAnswer(status: number, body: string): WireAnswer {
  return { status, contentType: "text/xml", body };
}
