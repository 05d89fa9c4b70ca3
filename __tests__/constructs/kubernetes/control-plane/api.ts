import { request } from "node:https";
import { text } from "node:stream/consumers";

/** What the API said: its code and its body. */
export interface Answer {
  readonly code: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each kind has its own
  readonly body: any;
  /** What it warned of: a field that is deprecated, a pod that Pod Security would refuse. */
  readonly warnings: readonly string[];
}

/** Asks a Kubernetes API as its administrator. */
export class Api {
  constructor(
    /** Its port on loopback. */
    readonly port: number,
    private readonly token: string,
    private readonly ca: string,
  ) {}

  /** One question; any answer is one. */
  async ask(method: string, path: string, body?: unknown, type = "application/json"): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.token}`, "content-type": type };
    const { port, ca } = this;
    return new Promise((resolve, reject) => {
      const question = request({ host: "127.0.0.1", port, method, path, headers, ca }, (response) => {
        void text(response).then((answer) => {
          const isJson = /json/.test(response.headers["content-type"] ?? "");
          resolve({
            code: response.statusCode ?? 0,
            body: isJson ? JSON.parse(answer) : answer,
            warnings: ([] as string[]).concat(response.headers.warning ?? []),
          });
        }, reject);
      });
      question.once("error", reject);
      question.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /**
   * One question that must be granted.
   *
   * @throws for any other answer, with what the API says of it
   */
  async must(method: string, path: string, body?: unknown, type?: string): Promise<Answer["body"]> {
    const answer = await this.ask(method, path, body, type);
    if (answer.code < 300) return answer.body;
    throw new Error(
      `${method} ${path}: ${answer.code} ${answer.body.message ?? JSON.stringify(answer.body)}`,
    );
  }
}
