import { get } from "node:http";

/** Status of an answer on a new connection; nothing if there is none. */
export function status(url: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (answer) =>
      answer.resume().once("end", () => resolve(answer.statusCode)),
    ).once("error", () => resolve(undefined));
  });
}
