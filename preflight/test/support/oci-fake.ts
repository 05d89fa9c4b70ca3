import { createVerify, generateKeyPairSync } from "node:crypto";
import { SimpleAuthenticationDetailsProvider } from "oci-common";
import type { Credentials } from "../../oci/credentials";
import { serve, type Server, type WireAnswer, type WireRequest } from "./server";

/** A model of the SDK: how it writes what it would read. */
interface Model<Value> {
  getJsonObj(value: Value): object;
}

/** A request. */
export interface Asked {
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

type Answering = (asked: Asked) => unknown;

export const tenancyId = "ocid1.tenancy.oc1..aaaa";
export const userId = "ocid1.user.oc1..aaaa";
const fingerprint = "20:3b:97:13:55:1c:5b:0d:d3:37:d8:50:4e:c5:3a:34";

/** A refusal of OCI. */
export class Refused {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {}
}

/**
 * APIs of OCI on a server of this machine: answers are models of the SDK, written by the SDK, and every request must be signed
 * with the key of the one user that it knows.
 */
export class OciFake {
  /** Starts it, without an answer to anything. */
  static async start(): Promise<OciFake> {
    const fake = new OciFake();
    fake.server = await serve((request) => fake.answer(request));
    return fake;
  }

  /** Requests so far, as `GET /20160918/vcns`. */
  readonly calls: string[] = [];
  /** Requests whose signature was not right. */
  readonly forged: string[] = [];
  /** Who asks, with a key that was made for this. */
  readonly credentials: Credentials;

  private server!: Server;
  private readonly answers: { readonly route: RegExp; readonly answering: Answering }[] = [];
  private readonly publicKey;

  private constructor() {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    this.publicKey = publicKey;
    const key = privateKey.export({ type: "pkcs1", format: "pem" }) as string;
    const provider = new SimpleAuthenticationDetailsProvider(tenancyId, userId, fingerprint, key, null);
    this.credentials = { provider, tenancyId, userId };
  }

  /** Address of all services. */
  get url(): string {
    return this.server.url;
  }

  /** Answers a route such as `GET /20160918/vcns` with one model; a colon stands before a segment that may be anything. */
  on<Value>(
    route: string,
    model: Model<Value>,
    answering: Value | Refused | ((asked: Asked) => Value),
  ): void {
    this.add(route, (asked) => written(model, answering, asked));
  }

  /** Answers with a list of models. */
  onList<Value>(
    route: string,
    model: Model<Value>,
    items: readonly Value[] | ((asked: Asked) => readonly Value[]),
  ): void {
    this.add(route, (asked) =>
      (typeof items === "function" ? items(asked) : items).map((item) => model.getJsonObj(item)),
    );
  }

  /** Refuses a route. */
  refuse(route: string, refused: Refused): void {
    this.add(route, () => refused);
  }

  /** Forgets all answers. */
  reset(): void {
    this.answers.length = 0;
    this.calls.length = 0;
    this.forged.length = 0;
  }

  /** Ends it. */
  close(): Promise<void> {
    return this.server.close();
  }

  private add(route: string, answering: Answering): void {
    const pattern = route.replace(/:\w+/g, "[^/]+");
    // The last word counts.
    this.answers.unshift({ route: new RegExp(`^${pattern}$`), answering });
  }

  private answer(request: WireRequest): WireAnswer {
    const [path = "", query = ""] = request.target.split("?");
    const call = `${request.method} ${path}`;
    this.calls.push(call);
    if (!this.isSigned(request)) {
      this.forged.push(call);
      return json(401, { code: "NotAuthenticated", message: "the signature is not right" });
    }
    const found = this.answers.find(({ route }) => route.test(call));
    if (found === undefined)
      return json(404, {
        code: "NotAuthorizedOrNotFound",
        message: "Authorization failed or requested resource not found.",
      });
    const body = request.body.length === 0 ? {} : (JSON.parse(request.body.toString()) as Asked["body"]);
    const answered = found.answering({ query: new URLSearchParams(query), body });
    if (answered instanceof Refused)
      return json(answered.status, { code: answered.code, message: "refused by the test" });
    return json(200, answered);
  }

  /** https://docs.oracle.com/iaas/Content/API/Concepts/signingrequests.htm */
  private isSigned({ method, target, headers }: WireRequest): boolean {
    const pairs = [...(headers.authorization ?? "").matchAll(/(\w+)="([^"]*)"/g)];
    const fields: Record<string, string> = Object.fromEntries(pairs.map(([, name, value]) => [name, value]));
    const signed = (fields.headers ?? "").split(" ");
    const mustBe = ["(request-target)", "host", "x-date", ...(method === "POST" ? ["x-content-sha256"] : [])];
    if (fields.keyId !== `${tenancyId}/${userId}/${fingerprint}`) return false;
    if (!mustBe.every((name) => signed.includes(name))) return false;
    const text = signed
      .map((name) => name.toLowerCase())
      .map(
        (name) =>
          `${name}: ${name === "(request-target)" ? `${method.toLowerCase()} ${target}` : headers[name]}`,
      );
    return createVerify("RSA-SHA256")
      .update(text.join("\n"))
      .verify(this.publicKey, fields.signature ?? "", "base64");
  }
}

function written<Value>(model: Model<Value>, answering: unknown, asked: Asked): unknown {
  const answered =
    typeof answering === "function" ? (answering as (asked: Asked) => Value)(asked) : answering;
  return answered instanceof Refused ? answered : model.getJsonObj(answered as Value);
}

function json(status: number, body: unknown): WireAnswer {
  return { status, contentType: "application/json", body: JSON.stringify(body) };
}
