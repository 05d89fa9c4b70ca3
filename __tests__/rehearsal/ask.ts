import { request } from "node:http";
import { connect } from "node:net";
import { json } from "node:stream/consumers";
import { connect as secure } from "node:tls";
import type { OciControlPlane } from "../../rehearsal/oci/control-plane/control-plane";
import type { Item } from "../../rehearsal/oci/control-plane/http";

/** An answer of the control plane. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Item;
}

/** Asks the control plane as the provider does: through its proxy, such as `POST iaas 20160918/vcns`. */
export async function ask(
  plane: OciControlPlane,
  call: string,
  body: Item = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const [method = "", service = "", path = ""] = call.split(" ");
  const host = `${service}.us-ashburn-1.oraclecloud.com`;
  const socket = connect(Number(new URL(plane.environment.HTTPS_PROXY!).port), "127.0.0.1");
  socket.write(`CONNECT ${host}:443 HTTP/1.1\r\n\r\n`);
  await new Promise((resolve) => socket.once("data", resolve));
  const tls = secure({ socket, rejectUnauthorized: false });
  const asked = request({
    createConnection: () => tls,
    method,
    path: `/${path}`,
    headers: { host, "content-type": "application/json", ...headers },
  });
  asked.end(method === "GET" || method === "DELETE" ? undefined : JSON.stringify(body));
  return new Promise((resolve, reject) =>
    asked.once("error", reject).once("response", (response) => {
      const answered = { status: response.statusCode ?? 0, headers: response.headers };
      json(response).then(
        (parsed) => resolve({ ...answered, body: parsed as Item }),
        // Nothing was said.
        () => resolve({ ...answered, body: {} }),
      );
    }),
  );
}
