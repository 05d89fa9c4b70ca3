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

/** What a proxy is told: the port that it listens on, the server that it asks, and its folder. */
type Configuration = (port: number, server: string, folder: string) => string;

/** nginx as it is without any directive on proxying: HTTP/1.0, a connection for each request, bodies read in full first. */
export const nginxByDefault: Configuration = (port, server, folder) => nginx(port, server, folder, "", "");

/** nginx that keeps its connections to the server, and passes bodies on as they come. */
export const nginxStreaming: Configuration = (port, server, folder) =>
  nginx(
    port,
    server,
    folder,
    "keepalive 16;",
    'proxy_http_version 1.1; proxy_set_header Connection ""; proxy_request_buffering off;',
  );

function nginx(port: number, server: string, folder: string, upstream: string, location: string): string {
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
upstream server { server ${server}; ${upstream} }
server {
  listen 127.0.0.1:${port};
  location / { proxy_pass http://server; ${location} }
}
}
`;
}

/** HAProxy, which passes bodies on as they come. */
export const haproxy: Configuration = (port, server) => `global
  tune.bufsize 65536
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
listen web
  bind 127.0.0.1:${port}
  http-reuse always
  server web ${server}
`;

/** Starts a program with a configuration before the server at a URL. */
export async function proxy(program: string, configuration: Configuration, url: string): Promise<Proxy> {
  const folder = temporaryFolder();
  const port = await freePort();
  const file = path.join(folder.path, "configuration");
  writeFileSync(file, configuration(port, new URL(url).host, folder.path));
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
