import { once } from "node:events";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import { createHttpServer, MAX_CONNECTIONS } from "../../src/http/http-server";
import { unreadLimits } from "../../src/http/unread-body";

describe("a server of Node.js", () => {
  const server = createHttpServer((_, response) => response.end("answered"), 500);
  afterEach(() => void server.close());

  test("takes as many connections as their memory was measured for", () => {
    expect(server.maxConnections).toBe(MAX_CONNECTIONS);
  });

  test("has answered a body that does not end, and dropped it, before a balancer takes it for dead", () => {
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html, and OCI's is the same.
    const idleMs = 60_000;
    expect(unreadLimits.answerMs).toBeLessThan(unreadLimits.endMs);
    expect(unreadLimits.endMs).toBeLessThan(idleMs);
  });

  test("ends a connection whose request does not end, however often a byte of it arrives", async () => {
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, "127.0.0.1");
    let received = "";
    socket.on("data", (data: Buffer) => (received += data.toString()));
    socket.write("GET / HTTP/1.1\r\nhost: counter\r\nx-slow: ");
    // Idle connections end sooner, and this one never is.
    const trickle = setInterval(() => socket.write("a"), 200);
    const started = performance.now();
    const ended = once(socket, "close").then(() => performance.now() - started);
    const seconds = (await ended.finally(() => clearInterval(trickle))) / 1_000;
    expect(received).toMatch(/^HTTP\/1\.1 408 /);
    // The time for a request, and the pause between two looks at all connections.
    expect(seconds).toBeLessThan(12);
  }, 30_000);
});
