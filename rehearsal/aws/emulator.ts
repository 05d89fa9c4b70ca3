import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { whyNoAwsProvider } from "../machine/providers";
import { Ledger } from "../ledger";
import { AwsAccount } from "./account";
import type { Call } from "./call";
import { AwsGaps } from "./emulator-gaps";
import { routeToEndpoint } from "./endpoint-routes";
import { succeeds } from "../machine/programs";

/** Reason why stacks cannot be deployed to an emulator on this machine; undefined where they can. */
export function whyNoAwsEmulator(): string | undefined {
  return (
    whyNoAwsProvider() ?? (succeeds("python3", "-c", "import moto.server") ? undefined : "needs moto[server]")
  );
}

/** An account on AWS that moto emulates, with what moto lacks of the calls that the stack needs. */
export class AwsEmulator {
  /**
   * Starts moto on this machine alone, and what stands in front of it.
   *
   * @throws {Error} where moto does not come up within a minute
   */
  static async start(): Promise<AwsEmulator> {
    const motoPort = await freePort();
    const moto = spawn("python3", ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(motoPort)], {
      env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    await answering(motoPort, moto);
    const emulator = new AwsEmulator(moto, motoPort);
    emulator.front.listen(0, "127.0.0.1");
    await once(emulator.front, "listening");
    return emulator;
  }

  /** Calls since the start, in order, as `rds CreateDBInstance`. */
  readonly calls: string[] = [];
  /** Every call with its time and its answer's status. */
  readonly ledger = new Ledger();
  /** Secret of whoever deploys; it signs, and is nowhere else. */
  readonly secretAccessKey = randomBytes(20).toString("hex");

  private said = "";
  private readonly gaps = new AwsGaps();
  private readonly agent = new Agent({ keepAlive: true });
  private readonly front = createServer((incoming, outgoing) => {
    this.handle(incoming, outgoing).catch((error: Error) => outgoing.destroy(error));
  });

  /** The account beside what Terraform manages in it. */
  readonly account: AwsAccount;

  private constructor(
    private readonly moto: ChildProcess,
    private readonly motoPort: number,
  ) {
    this.account = new AwsAccount(`http://127.0.0.1:${motoPort}`);
    moto.stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.said = (this.said + text).slice(-20_000);
    });
  }

  /** Address that takes the calls of every service. */
  get endpoint(): string {
    return `http://127.0.0.1:${(this.front.address() as AddressInfo).port}`;
  }

  /** Ends both. */
  async stop(): Promise<void> {
    this.front.close();
    this.front.closeAllConnections();
    this.agent.destroy();
    if (this.moto.exitCode !== null) return;
    this.moto.kill("SIGKILL");
    await once(this.moto, "exit");
  }

  private async handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const call = callOf(incoming, await buffer(incoming));
    const named = `${call.service} ${call.action}`;
    this.calls.push(named);
    const known = this.gaps.answer(call);
    if (known) {
      const { status = 200, headers, body } = known;
      this.ledger.enter(named, status);
      outgoing.writeHead(status, headers).end(body);
      return;
    }
    const answer = await this.forward(incoming, this.gaps.amendRequest(call));
    const received = await buffer(answer);
    if (answer.statusCode === 200) await routeToEndpoint(call, this.account);
    this.ledger.enter(named, answer.statusCode!);
    // The provider asks again for minutes, and says in the end that it gave up: why is in moto's traceback alone.
    if (answer.statusCode! >= 500) console.error(`moto fails at ${named}: ${lastTracebackIn(this.said)}`);
    const body = answer.statusCode === 200 ? this.gaps.amendAnswer(call, received) : received;
    outgoing.writeHead(answer.statusCode!, withLength(answer.headers, body, received)).end(body);
  }

  private async forward(incoming: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
    const { method, url, headers } = incoming;
    const forwarded = request({
      agent: this.agent,
      host: "127.0.0.1",
      port: this.motoPort,
      method,
      path: url,
      headers: { ...headers, ...(body.length > 0 && { "content-length": String(body.length) }) },
    });
    forwarded.end(body);
    const [answer] = (await once(forwarded, "response")) as [IncomingMessage];
    return answer;
  }
}

function lastTracebackIn(said: string): string {
  const begin = said.lastIndexOf("Traceback (most recent call last)");
  return begin < 0
    ? "it does not say why"
    : said
        .slice(begin)
        .split(/^127\.0\.0\.1 - - /m)[0]!
        .trim();
}

// An answer to HEAD has a length and no body.
function withLength(headers: IncomingHttpHeaders, body: Buffer, received: Buffer): IncomingHttpHeaders {
  return body === received ? headers : { ...headers, "content-length": String(body.length) };
}

function callOf({ method, url, headers }: IncomingMessage, body: Buffer): Call {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? "")?.[1] ?? "";
  const isForm = headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
  const parameters = new URLSearchParams(isForm ? body.toString() : "");
  const target = String(headers["x-amz-target"] ?? "")
    .split(".")
    .at(-1);
  const action = parameters.get("Action") ?? (target || `${method} ${url}`);
  return { service, action, parameters, body };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function answering(port: number, moto: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (moto.exitCode !== null) throw new Error(`moto ended with ${moto.exitCode}`);
    const answer = await fetch(`http://127.0.0.1:${port}/moto-api/data.json`).catch(() => undefined);
    if (answer?.ok) return;
    await wait(200);
  }
  moto.kill("SIGKILL");
  throw new Error("moto does not answer");
}
