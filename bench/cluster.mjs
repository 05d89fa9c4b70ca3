/** Runs `counter.mjs serve` as several processes that share a port: `node cluster.mjs counter.mjs 2`, and ends with them. */
import cluster from "node:cluster";

const [, , exec, processes] = process.argv;
cluster.setupPrimary({ exec, args: ["serve"] });
for (let index = 0; index < Number(processes); index++) cluster.fork();
cluster.on("online", (worker) => console.log(`worker ${worker.process.pid}`));
process.once("SIGTERM", () => Object.values(cluster.workers).forEach((worker) => worker.kill("SIGTERM")));
