import type { WebApp } from "../../web-app";

/**
 * Seconds that a new server has to become healthy once. A first boot waits for the network, installs Node, downloads 1 MB
 * and asks the database: an estimated two minutes on a small type (the stream `first-boot` in the servers' log tells how
 * long it took), and more than as much to spare.
 */
export const firstBootSeconds = 420;

const pauseSeconds = 5;

/**
 * Writes the step by which a new server that does not become healthy in time ends itself, whatever went wrong and even where
 * the rest of its first boot never ran. Auto Scaling sees a machine that does not run, and starts another.
 */
export function firstBootStep({
  name,
  port,
  healthPath,
}: Pick<WebApp, "name" | "port" | "healthPath">): string {
  const ask = `curl --silent --fail --max-time ${pauseSeconds} --output /dev/null http://127.0.0.1:${port}${healthPath}`;
  return `# Who is never healthy goes. Asked once in a server's life.
if mkdir /var/lib/${name}-first-boot 2>/dev/null; then
  systemd-run --quiet --unit=${name}-first-boot \\
    /bin/bash -c 'until ${ask}; do ((SECONDS < ${firstBootSeconds})) || exec systemctl poweroff; sleep ${pauseSeconds}; done'
fi`;
}
