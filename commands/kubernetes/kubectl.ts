import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { answerOf, CommandError, hand } from "../programs";
import type { ApiObject } from "./objects";

/** Field manager of server-side apply: the same name each time, or two would own the fields. */
const fieldManager = "counterpart";

/** kubectl, pointed at one cluster. */
export class Kubectl {
  /**
   * Lends one with a folder of its own, and removes that afterwards.
   *
   * @param connect arguments that point it at the cluster; may write a file to the folder
   */
  static async with<T>(
    connect: (folder: string) => readonly string[],
    use: (kubectl: Kubectl) => Promise<T>,
  ): Promise<T> {
    const folder = mkdtempSync(path.join(tmpdir(), "counterpart-kubernetes-"));
    try {
      return await use(new Kubectl(folder, connect(folder)));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private constructor(
    private readonly folder: string,
    private readonly cluster: readonly string[],
  ) {}

  /** Applies objects: fields that somebody else owns stay theirs, and are an error where they differ. */
  async apply(objects: readonly ApiObject[]): Promise<void> {
    const args = ["apply", "--server-side", `--field-manager=${fieldManager}`, "-f", this.file(objects)];
    if ((await this.show(...args)) !== 0)
      throw new CommandError(
        "not everything was applied. Put right what kubectl names, and run this again: what was applied stays as it is.\n" +
          "A conflict names who else manages a field: have them leave it, or apply once by hand with `--force-conflicts`.",
      );
  }

  /** Deletes objects and waits until they are gone; those that are not there are. */
  async delete(objects: readonly ApiObject[], minutes: number): Promise<void> {
    const patience = ["--ignore-not-found", "--wait", `--timeout=${minutes}m`];
    if ((await this.show("delete", ...patience, "-f", this.file(objects))) !== 0)
      throw new CommandError(
        `not everything is gone after ${minutes} minutes, and a cloud may still hold what it made for it: run this again before \`destroy\``,
      );
  }

  /** Runs it in this terminal; resolves to its exit code. */
  show(...args: readonly string[]): Promise<number> {
    return hand("kubectl", ...this.cluster, ...args);
  }

  /** Output of `kubectl` as JSON; undefined where the object does not exist. */
  read<T>(...args: readonly string[]): T | undefined {
    const text = answerOf("kubectl", ...this.cluster, "get", ...args, "--ignore-not-found", "--output=json");
    return text.trim() === "" ? undefined : (JSON.parse(text) as T);
  }

  private file(items: readonly ApiObject[]): string {
    const file = path.join(this.folder, "objects.json");
    writeFileSync(file, JSON.stringify({ apiVersion: "v1", kind: "List", items }));
    return file;
  }
}
