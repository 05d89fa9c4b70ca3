import { request } from "node:https";

/** Longest answer that is read, in bytes. */
const MAX_ANSWER = 64 * 1_024;

/** Content of a request, and how it is sent. */
export interface JsonPost {
  /** Headers besides those that name the content. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
  /**
   * Authorities that the other side is verified with, in PEM.
   *
   * @default - those that Node.js knows
   */
  readonly ca?: readonly string[];
  /** Ends the attempt, whatever it waits for. */
  readonly signal: AbortSignal;
}

/** Posts JSON on a connection of its own, and reads the whole answer. */
export function postJson(
  url: string,
  { headers, body, ca, signal }: JsonPost,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "content-length": String(Buffer.byteLength(body)),
          ...headers,
        },
        agent: false,
        signal,
        ...(ca && { ca: [...ca] }),
      },
      (response) => {
        let text = "";
        response
          .setEncoding("utf8")
          .on("data", (part: string) => {
            text += part;
            if (text.length > MAX_ANSWER) sent.destroy(new Error("the answer is too long"));
          })
          .on("error", reject)
          .on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    sent.on("error", reject).end(body);
  });
}
