import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { GithubApi } from "../../../delivery/github/api";

/** Something in a list of the stand-in. */
type Entry = Record<string, unknown>;

/** A stand-in for GitHub's REST API, with lists by their path, which takes writes into them. */
export class Github {
  /** Writes, in order, as `PATCH /issues/1`. */
  readonly writes: string[] = [];
  /** Lists by the path that reads them. */
  readonly lists: Record<string, Entry[]> = {};

  private readonly server = createServer((request, response) => {
    void text(request).then((body) => {
      const authorized = request.headers.authorization === "Bearer job-token";
      const [status, answer] = authorized
        ? this.answer(request.method!, request.url!, body)
        : [401, { message: "Bad credentials" }];
      response
        .writeHead(status, { "content-type": "application/json" })
        .end(answer && JSON.stringify(answer));
    });
  });

  async start(): Promise<void> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  api(token = "job-token"): GithubApi {
    return GithubApi.fromEnvironment({
      GITHUB_API_URL: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
      GITHUB_REPOSITORY: "octo/counterpart",
      GITHUB_TOKEN: token,
    });
  }

  private answer(method: string, url: string, body: string): [number, object | undefined] {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    const path = pathname.replace("/repos/octo/counterpart", "");
    if (method === "GET") return [200, this.page(path, searchParams)];
    this.writes.push(`${method} ${path}`);
    if (method === "DELETE") return [204, undefined];
    return method === "POST"
      ? [201, this.add(path, JSON.parse(body) as Entry)]
      : [200, this.change(path, JSON.parse(body) as Entry)];
  }

  private page(path: string, parameters: URLSearchParams): Entry[] {
    const [page, size] = [Number(parameters.get("page")), Number(parameters.get("per_page"))];
    const state = parameters.get("state");
    const all = (this.lists[path] ?? []).filter(
      (entry) => state === null || state === "all" || (entry.state ?? "open") === state,
    );
    return all.slice((page - 1) * size, page * size);
  }

  private add(path: string, entry: Entry): Entry {
    const list = (this.lists[path] ??= []);
    const made = { id: list.length + 1, number: list.length + 1, ...entry };
    list.push(made);
    return made;
  }

  private change(path: string, entry: Entry): Entry {
    const id = Number(path.split("/").at(-1));
    const found = Object.values(this.lists)
      .flat()
      .find((each) => each.id === id)!;
    return Object.assign(found, entry);
  }
}
