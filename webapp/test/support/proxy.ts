import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { freePort } from "../../../local/loopback";
import { until } from "./artifact";
import { temporaryFolder } from "./database";

/** A real reverse proxy before a server. */
export interface Proxy {
  /** Where it listens. */
  readonly url: string;
  /** Ends it. */
  stop(): Promise<void>;
}

/** Settings of a proxy: the port that it listens on, the servers that it asks, and its folder. */
type Configuration = (port: number, servers: readonly string[], folder: string) => string;

/** nginx as it is without any directive on proxying: HTTP/1.0, a connection for each request, bodies read in full first. */
export const nginxByDefault: Configuration = (port, servers, folder) => nginx(port, servers, folder, "", "");

/** nginx that keeps its connections to the server, and passes bodies on as they come. */
export const nginxStreaming: Configuration = (port, servers, folder) =>
  nginx(port, servers, folder, "keepalive 16;", `${keptAlive} proxy_request_buffering off;`);

/**
 * nginx that keeps its connections to several servers in turn, and sends no request a second time: as it is, it gives a GET whose
 * answer was lost to the next server, and such a visit would be counted twice
 * (https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_next_upstream).
 */
export const nginxBalancing: Configuration = (port, servers, folder) =>
  nginx(port, servers, folder, "keepalive 64;", `${keptAlive} proxy_next_upstream off;`);

const keptAlive = 'proxy_http_version 1.1; proxy_set_header Connection "";';

function nginx(
  port: number,
  servers: readonly string[],
  folder: string,
  upstream: string,
  location: string,
): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
    .join("\n");
  return `daemon off;
pid ${folder}/pid;
error_log ${folder}/error.log;
events {}
http {
access_log off;
${temporary}
large_client_header_buffers 4 64k;
client_max_body_size 0;
upstream server { ${servers.map((server) => `server ${server};`).join(" ")} ${upstream} }
server {
  listen 127.0.0.1:${port};
  location / { proxy_pass http://server; ${location} }
}
}
`;
}

/** HAProxy, which passes bodies on as they come. */
export const haproxy: Configuration = (port, servers) => listening(port, servers, "");

/** HAProxy that asks several servers for their health as the stacks' balancers do, but sooner. */
export const haproxyBalancing: Configuration = (port, servers) =>
  listening(port, servers, "option httpchk GET /health\n  default-server check inter 300ms rise 2 fall 2");

const listening = (port: number, servers: readonly string[], more: string) => `global
  tune.bufsize 65536
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
listen web
  bind 127.0.0.1:${port}
  http-reuse always
  ${more}
${servers.map((server, index) => `  server web${index} ${server}`).join("\n")}
`;

/** Starts a program with a configuration before the servers at some URLs. */
export async function proxy(
  program: string,
  configuration: Configuration,
  ...urls: readonly string[]
): Promise<Proxy> {
  const folder = temporaryFolder();
  const port = await freePort();
  const file = path.join(folder.path, "configuration");
  const servers = urls.map((url) => new URL(url).host);
  writeFileSync(file, configuration(port, servers, folder.path));
  const args = program === "nginx" ? ["-c", file, "-p", folder.path, "-g", userOf()] : ["-f", file];
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (text) => (said += String(text)));
  await until(() => child.exitCode !== null || listens(port), `${program} listens`);
  if (child.exitCode !== null) throw new Error(`${program} did not start:\n${said}`);
  return { url: `http://127.0.0.1:${port}`, stop: () => ended(child).finally(() => folder.remove()) };
}

/** Where root starts nginx, its workers would be somebody who may not write into the folder. */
function userOf(): string {
  return process.getuid?.() === 0 ? "user root;" : "";
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => (socket.destroy(), resolve(true)));
    socket.once("error", () => resolve(false));
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("close", () => resolve());
    child.kill("SIGTERM");
  });
}
