import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "../../../../local/loopback";
import type { OpenApi } from "../../../support/kubernetes-schema/subset";
import { until } from "../../../../webapp/test/support/artifact";
import { Api } from "./api";
import { type ControlPlaneProgram, programAt } from "./programs";

const token = "of-this-test-alone";

/** Controllers that need no node and no cloud. */
const controllers = [
  ...["deployment", "replicaset", "job", "daemonset", "disruption", "endpointslice"],
  ...["namespace", "garbage-collector", "serviceaccount", "root-ca-certificate-publisher"],
];

/** A real control plane of Kubernetes on loopback, without a node: what the API server says to objects is its own word. */
export class ControlPlane {
  /** Asks it. */
  api!: Api;
  private readonly processes: ChildProcess[] = [];

  private constructor(
    /** Folder of all that it writes, its logs among that. */
    readonly folder: string,
  ) {}

  /** Starts the API server alone, which keeps objects and acts on none. */
  static async start(): Promise<ControlPlane> {
    const plane = new ControlPlane(mkdtempSync(path.join(tmpdir(), "counterpart-control-plane-")));
    try {
      await plane.startApi();
      return plane;
    } catch (error) {
      await plane.stop();
      throw error;
    }
  }

  /**
   * Starts controllers too: they make pods of Deployments and Jobs, and remove what belongs to nobody any more.
   *
   * @returns file that points `kubectl` at the API server, by the context `loopback`
   */
  async startControllers(): Promise<string> {
    const kubeconfig = this.file("kubeconfig");
    writeFileSync(kubeconfig, JSON.stringify(this.kubeconfig()));
    this.run("kube-controller-manager", [
      ...["--kubeconfig", kubeconfig, "--leader-elect=false", "--secure-port=0"],
      ...["--service-account-private-key-file", this.file("service-accounts.key")],
      `--controllers=${controllers.map((name) => `${name}-controller`).join(",")}`,
    ]);
    const account = "/api/v1/namespaces/default/serviceaccounts/default";
    await until(async () => (await this.api.ask("GET", account)).code === 200, "controllers work", 60_000);
    this.complain();
    return kubeconfig;
  }

  private kubeconfig(): object {
    const server = `https://127.0.0.1:${this.api.port}`;
    const [name, user] = ["loopback", "administrator"];
    return {
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        { name, cluster: { server, "certificate-authority": this.file("certificates/apiserver.crt") } },
      ],
      users: [{ name: user, user: { token } }],
      contexts: [{ name, context: { cluster: name, user } }],
      "current-context": name,
    };
  }

  /** Schema of a group version as the API server publishes it. */
  async openApi(groupVersion: string): Promise<OpenApi> {
    return await this.api.must("GET", `/openapi/v3/${groupVersion}`);
  }

  /** Ends it and removes what it wrote. */
  async stop(): Promise<void> {
    // Who asks goes before who answers.
    for (const child of this.processes.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await ended.finally(() => clearTimeout(late));
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async startApi(): Promise<void> {
    const [etcd, peer, port] = [await freePort(), await freePort(), await freePort()];
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
    writeFileSync(this.file("service-accounts.key"), privateKey.export({ type: "pkcs1", format: "pem" }));
    writeFileSync(this.file("service-accounts.pub"), publicKey.export({ type: "spki", format: "pem" }));
    writeFileSync(this.file("tokens.csv"), `${token},administrator,administrator,"system:masters"\n`);
    mkdirSync(this.file("certificates"));
    const [clients, peers] = [etcd, peer].map((at) => `http://127.0.0.1:${at}`) as [string, string];
    this.run("etcd", [
      ...["--data-dir", this.file("etcd"), "--unsafe-no-fsync"],
      ...["--listen-client-urls", clients, "--advertise-client-urls", clients],
      ...["--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers],
      ...["--initial-cluster", `default=${peers}`],
    ]);
    this.run("kube-apiserver", [
      ...["--etcd-servers", clients, "--bind-address=127.0.0.1", "--secure-port", String(port)],
      ...["--cert-dir", this.file("certificates"), "--endpoint-reconciler-type=none"],
      ...["--token-auth-file", this.file("tokens.csv"), "--authorization-mode=RBAC"],
      ...[
        "--service-cluster-ip-range=10.96.0.0/16",
        "--service-account-issuer=https://control-plane.invalid",
      ],
      ...["--service-account-key-file", this.file("service-accounts.pub")],
      ...["--service-account-signing-key-file", this.file("service-accounts.key")],
    ]);
    const authority = this.file("certificates/apiserver.crt");
    const isReady = async () => {
      this.complain();
      try {
        this.api = new Api(port, token, readFileSync(authority, "utf8"));
        return (await this.api.ask("GET", "/readyz")).code === 200;
      } catch {
        return false;
      }
    };
    await until(isReady, "the API server is ready", 280_000);
  }

  private file(name: string): string {
    return path.join(this.folder, name);
  }

  private run(program: ControlPlaneProgram, args: readonly string[]): void {
    const at = programAt(program);
    if (at === undefined) throw new Error(`${program} is not on this machine`);
    const log = openSync(this.file(`${program}.log`), "w");
    this.processes.push(spawn(at, args, { stdio: ["ignore", log, log] }));
  }

  /** @throws where a program has ended, with the end of its log */
  private complain(): void {
    for (const { exitCode, spawnfile } of this.processes)
      if (exitCode !== null) {
        const name = path.basename(spawnfile);
        throw new Error(`${name} ended: ${readFileSync(this.file(`${name}.log`), "utf8").slice(-2_000)}`);
      }
  }
}
