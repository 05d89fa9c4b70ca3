/** Loaded before a command: leads its connections to the hosts in `ELSEWHERE`, JSON from `host:port` to a port on loopback, as a network does. */
import { Socket } from "node:net";
import process from "node:process";

const ports = JSON.parse(process.env.ELSEWHERE ?? "{}");
const connect = Socket.prototype.connect;

Socket.prototype.connect = function (...given) {
  // Node.js hands its own calls on as one list: options, and whoever waits for the connection.
  const [options, ...rest] = Array.isArray(given[0]) ? given[0] : given;
  const port = ports[`${options?.host}:${options?.port}`];
  if (port === undefined) return connect.apply(this, given);
  return connect.call(this, { ...options, host: "127.0.0.1", port }, ...rest.filter((each) => each !== null));
};
