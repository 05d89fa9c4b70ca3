import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect } from "@jest/globals";
import { serverCertificate } from "../../../local/certificates";
import { freePort } from "../../../local/loopback";
import { manifestsOf } from "../../../proofs/aws/clusters";
import { profiles } from "../../../stacks/context/profiles";
import { until } from "../../../webapp/test/support/artifact";
import { temporaryFolder } from "../../../webapp/test/support/database";
import { awsStack, kubernetes } from "../../support/aws-stacks";
import { testWith } from "../../support/skip";
import { synth } from "../../support/synth";

/** A line that CloudWatch Logs took, with the log group and the stream that it was for. */
interface Entry {
  readonly group: string;
  readonly stream: string;
  readonly message: string;
}

/** CloudWatch Logs, as far as Fluent Bit calls it. */
class LogService {
  readonly entries: Entry[] = [];
  private readonly streams = new Set<string>();

  static async start(): Promise<LogService> {
    const { certificate, key } = await serverCertificate([{ type: "ip", value: "127.0.0.1" }]);
    const service: LogService = new LogService(
      createServer({ cert: certificate, key }, (request, response) => {
        void text(request).then((body) => {
          const action = String(request.headers["x-amz-target"]).split(".").at(-1);
          const [status, answer] = service.answer(action, JSON.parse(body) as Record<string, unknown>);
          response
            // An answer without an id counts as none, and is asked for again.
            .writeHead(status, { "content-type": "application/x-amz-json-1.1", "x-amzn-RequestId": "1" })
            .end(JSON.stringify(answer));
        });
      }),
    );
    await new Promise<void>((resolve) => service.server.listen(0, "127.0.0.1", resolve));
    return service;
  }

  private constructor(private readonly server: Server) {}

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(action: string | undefined, given: Record<string, unknown>): [number, object] {
    const { logGroupName: group, logStreamName: stream } = given as Record<string, string>;
    if (action === "CreateLogStream") {
      this.streams.add(stream!);
      return [200, {}];
    }
    if (action !== "PutLogEvents") return [400, { __type: "UnknownOperationException" }];
    if (!this.streams.has(stream!)) return [400, { __type: "ResourceNotFoundException" }];
    for (const { message } of given.logEvents as { message: string }[])
      this.entries.push({ group: group!, stream: stream!, message });
    return [200, { nextSequenceToken: "1" }];
  }
}

describe("Fluent Bit with the configuration of the manifests", () => {
  const folder = temporaryFolder();
  const logs = path.join(folder.path, "containers");
  const settings = path.join(folder.path, "fluent-bit.conf");
  let service: LogService;
  let collector: ChildProcess | undefined;

  beforeAll(async () => {
    for (const name of [logs, path.join(folder.path, "state")]) mkdirSync(name);
    service = await LogService.start();
    const { data } = manifestsOf(synth(awsStack(profiles.lab, { kubernetes }))).find(
      ({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "fluent-bit",
    )! as unknown as { data: Record<string, string> };
    const here = data["fluent-bit.conf"]!.replace("/var/log/containers", logs)
      .replace("/var/fluent-bit/state", path.join(folder.path, "state"))
      .replace("HTTP_Port 2020", `HTTP_Port ${await freePort()}`);
    const endpoint = ["endpoint 127.0.0.1", `port ${service.port}`, "tls.verify off"];
    writeFileSync(settings, `${here}${endpoint.map((line) => `    ${line}\n`).join("")}`);
  });
  afterAll(async () => {
    await stop();
    service.stop();
    folder.remove();
  });

  const start = () =>
    (collector = spawn("fluent-bit", [`--config=${settings}`], {
      env: { ...process.env, AWS_ACCESS_KEY_ID: "nobody", AWS_SECRET_ACCESS_KEY: "nothing" },
      stdio: "ignore",
    }));
  const stop = async () => {
    const running = collector;
    collector = undefined;
    if (running === undefined) return;
    await new Promise((resolve) => {
      running.once("exit", resolve);
      running.kill("SIGTERM");
    });
  };

  /** Writes lines as containerd does: time, stream, whether the line is whole, and the line. */
  const write = (namespace: string, ...lines: readonly string[]) =>
    appendFileSync(
      path.join(logs, `counter-7d9c-x2x4z_${namespace}_counter-${"0a".repeat(32)}.log`),
      lines.map((line) => `2026-11-27T14:00:00.000000001Z stdout ${line}\n`).join(""),
    );
  const arrived = () => service.entries.map(({ message }) => message);

  testWith(
    "fluent-bit",
    "ships each line of the app as it was written, once, to a stream of its container",
    async () => {
      const line = JSON.stringify({ level: 30, msg: 'quotation marks " and \\ backslashes, ü' });
      const metrics = JSON.stringify({ _aws: { CloudWatchMetrics: [] }, counter_visits_total: 2 });
      write("counter", `F ${line}`, `F ${metrics}`, "P a line in ", "F two parts");
      write("kube-system", "F a line of somebody else");
      start();
      await until(() => service.entries.length >= 3, "the first lines arrive", 30_000);
      write("counter", "F later");
      await until(() => service.entries.length >= 4, "a line that was appended arrives", 30_000);
      await stop();
      write("counter", "F while nobody read");
      start();
      await until(() => service.entries.length >= 5, "Fluent Bit goes on where it was", 30_000);
      await stop();
      expect(arrived()).toEqual([line, metrics, "a line in two parts", "later", "while nobody read"]);
      for (const { group, stream } of service.entries)
        expect([group, stream]).toEqual(["/aws-stack/web", "pods/counter-7d9c-x2x4z.counter"]);
    },
    120_000,
  );
});
