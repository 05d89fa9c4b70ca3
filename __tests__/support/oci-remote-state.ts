import { type ChildProcess, execFile, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { App, TerraformStack } from "cdktf";
import { TerraformData } from "../../constructs/shared";
import { fingerprintOf } from "../../delivery/oci/exchange";
import { OciControlPlane } from "../../rehearsal/oci/control-plane/control-plane";
import { forgetOtherEnvironments } from "../../stacks/context/backends";
import { Environment } from "../../stacks/context/environment";
import { keepState, type StateBucket } from "../../stacks/oci/state";
import { ask } from "../rehearsal/ask";

/** Result of a run of Terraform. */
export interface Ended {
  readonly code: number;
  readonly printed: string;
}

/** A run of Terraform that goes on. */
interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Somebody who deploys with a state in Object Storage: a home with credentials, a project, and Terraform. */
export class RemoteStates {
  static readonly bucket: StateBucket = { namespace: "axabc", bucket: "states", region: "us-ashburn-1" };

  /** Begins with an empty bucket that keeps former versions. */
  static async begin(): Promise<RemoteStates> {
    const plane = await OciControlPlane.start();
    const { namespace, bucket: name } = RemoteStates.bucket;
    await ask(plane, `POST objectstorage n/${namespace}/b`, { name, versioning: "Enabled" });
    plane.calls.length = 0;
    plane.signers.clear();
    return new RemoteStates(plane);
  }

  /** Folder of the project. */
  readonly root = mkdtempSync(path.join(tmpdir(), "counterpart-states-"));
  /** Folder of Oracle's own settings. */
  readonly settings = path.join(this.root, "home/.oci");
  /** Variables that Terraform is told. */
  variables: Readonly<Record<string, string>> = {};

  private constructor(readonly plane: OciControlPlane) {}

  /** Stops Object Storage, and removes what was written. */
  async end(): Promise<void> {
    await this.plane.close();
    rmSync(this.root, { recursive: true });
  }

  /** Names of the objects in the bucket, in their order. */
  get names(): string[] {
    return [...this.plane.storage.objects.keys()].sort();
  }

  /** An object of the bucket, as text. */
  object(name: string): string {
    return this.plane.storage.objects.get(name)!.bytes.toString("utf8");
  }

  /** Logs in with an API key, by Oracle's own file of settings. */
  useApiKey(): void {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    mkdirSync(this.settings, { recursive: true });
    const keyFile = path.join(this.settings, "key.pem");
    writeFileSync(keyFile, privateKey.export({ type: "pkcs8", format: "pem" }));
    const lines = {
      user: "ocid1.user.oc1..test",
      tenancy: "ocid1.tenancy.oc1..test",
      region: RemoteStates.bucket.region,
      fingerprint: fingerprintOf(publicKey),
      key_file: keyFile,
    };
    const values = Object.entries(lines).map(([key, value]) => `${key}=${value}`);
    writeFileSync(path.join(this.settings, "config"), ["[DEFAULT]", ...values, ""].join("\n"));
    // Without it Oracle's SDK looks into the home that the system knows, and not into `HOME`.
    this.variables = { OCI_config_file_profile: "DEFAULT" };
  }

  /**
   * Synthesizes a stack that needs no provider, and keeps its state as `main.ts` does with the real one.
   *
   * @param environment name of the environment, empty for none
   * @param word what the stack remembers
   * @param where what the state is kept in
   * @returns its folder, which all environments share
   */
  synthesize(environment: string, word: string, where: "bucket" | "file" = "bucket"): string {
    const app = new App({ outdir: path.join(this.root, "cdktf.out"), context: {} });
    const scope = environment === "" ? app : new Environment(app, environment);
    const stack = new TerraformStack(scope, "oci-stack");
    keepState(stack, where === "bucket" ? RemoteStates.bucket : undefined);
    new TerraformData(stack, "word", { input: { word } });
    forgetOtherEnvironments(app);
    app.synth();
    return path.join(this.root, "cdktf.out/stacks/oci-stack");
  }

  /** Synthesizes, and applies without a question. */
  async deploy(environment: string, word: string): Promise<Ended> {
    const folder = this.synthesize(environment, word);
    const ready = await this.terraform(folder, "init", "-input=false");
    return ready.code === 0 ? this.terraform(folder, "apply", "-auto-approve", "-input=false") : ready;
  }

  /** Runs Terraform to its end. */
  terraform(folder: string, ...args: string[]): Promise<Ended> {
    return new Promise((resolve) =>
      execFile(
        "terraform",
        this.arguments(folder, args),
        { env: this.environment },
        (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), printed: stdout + stderr }),
      ),
    );
  }

  /** Begins an apply and leaves it at its question, with the state locked. */
  async applyHalfway(folder: string): Promise<Running> {
    const child = spawn("terraform", this.arguments(folder, ["apply"]), {
      env: this.environment,
      stdio: "pipe",
    });
    const printed = Promise.all([text(child.stdout), text(child.stderr)]);
    const ended = once(child, "close").then(async ([code]) => ({
      code: Number(code ?? -1),
      printed: (await printed).join(""),
    }));
    while (child.exitCode === null && !this.names.some((name) => name.endsWith(".lock"))) await wait(50);
    return { child, ended };
  }

  private arguments(folder: string, [command = "", ...rest]: readonly string[]): string[] {
    return [`-chdir=${folder}`, command, "-no-color", ...rest];
  }

  private get environment(): NodeJS.ProcessEnv {
    const { HTTPS_PROXY, NO_PROXY, accept_local_certs } = this.plane.environment;
    return {
      ...process.env,
      HOME: path.dirname(this.settings),
      CHECKPOINT_DISABLE: "1",
      ...{ HTTPS_PROXY, NO_PROXY, accept_local_certs },
      ...this.variables,
    };
  }
}
