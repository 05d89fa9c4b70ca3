import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";

/** A place that keeps a state for machines far from each other: Terraform's backend `http`. */
export class StateServer {
  private state = "";
  private readonly server = createServer((request, response) => {
    void text(request).then((body) => {
      if (request.method === "GET") response.writeHead(this.state ? 200 : 404).end(this.state);
      else {
        this.state = body;
        response.end();
      }
    });
  });

  async start(): Promise<string> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** A repository on a machine of its own, with a stack of `terraform_data` that has an asset. */
export class Workspace {
  /** Folder of the repository. */
  readonly root = mkdtempSync(path.join(tmpdir(), "counterpart-plan-"));

  /** With the same message it is at the same commit as any other. */
  constructor(message = "one") {
    const day = "2026-11-26T00:00:00Z";
    const env = { ...process.env, GIT_AUTHOR_DATE: day, GIT_COMMITTER_DATE: day };
    const git = (...args: readonly string[]) =>
      execFileSync("git", args, { cwd: this.root, stdio: "pipe", env });
    git("init", "--quiet");
    git(
      "-c",
      "user.name=t",
      "-c",
      "user.email=t@example.com",
      "commit",
      "--quiet",
      "--allow-empty",
      "-m",
      message,
    );
  }

  /** Folder of the stack. */
  get stack(): string {
    return path.join(this.root, "cdktf.out/stacks/aws-stack");
  }

  /** Writes the stack as if it had been synthesized. */
  synthesize(data: Readonly<Record<string, object>>, backend: object): void {
    mkdirSync(path.join(this.stack, "assets"), { recursive: true });
    writeFileSync(path.join(this.stack, "assets/app.txt"), "bytes of the app");
    // Terraform's own provider needs no lock; real ones have one.
    writeFileSync(path.join(this.stack, ".terraform.lock.hcl"), "");
    const json = {
      terraform: { backend },
      resource: { terraform_data: data },
      output: { url: { value: "http://example.com" } },
    };
    writeFileSync(path.join(this.stack, "cdk.tf.json"), JSON.stringify(json));
  }

  delete(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
