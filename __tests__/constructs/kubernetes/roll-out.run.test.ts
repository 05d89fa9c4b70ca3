import { expect } from "@jest/globals";
import { kubernetesManifests, Program } from "../../../constructs/kubernetes";
import { freePort } from "../../../local/loopback";
import { environmentFor } from "../../../local/web-app";
import { counterApp } from "../../../stacks/counter-app";
import { until } from "../../../webapp/test/support/artifact";
import { createDatabase } from "../../../webapp/test/support/database";
import { artifact, cluster as postgres, send, stopLater } from "../../../webapp/test/faults/stage";
import { visitsIn } from "../../../webapp/test/faults/scene";
import { expectTruth } from "../../../webapp/test/faults/truth";
import { testWith } from "../../support/skip";
import { workload } from "../../support/workload";
import { PlayedCluster } from "./play/cluster";
import { Balancer } from "./play/haproxy";

/** A quarter of a second for a second of probes and of the Deployment's patience; what pods are given to end is as long as it is. */
const secondMs = 250;
const drainSeconds = 4;

testWith(
  "haproxy",
  "a roll-out on Kubernetes drops no visit and repeats no number, and no pod ends because the database is away",
  async () => {
    const database = await createDatabase(postgres.address, "roll_out");
    const environment = environmentFor(database) as Record<string, string>;
    const release = (digit: string) =>
      kubernetesManifests({
        ...workload,
        app: counterApp,
        connection: { driver: "pg", environment, migration: environment },
        program: Program.image(`registry.example.com/counter@sha256:${digit.repeat(64)}`),
        drainSeconds,
      });
    const ports = await Promise.all(Array.from({ length: 4 }, () => freePort()));
    const balancer = await Balancer.start(counterApp.healthPath, ports);
    stopLater(() => balancer.stop());
    const cluster = new PlayedCluster({ folder: artifact.path, secondMs }, balancer, [...ports]);
    stopLater(() => cluster.stop());

    await cluster.apply(release("1"));
    await until(() => cluster.targets.length === 2, "the balancer knows both pods");
    const crowd = send([balancer.url], { visitors: 16 });
    await until(() => crowd.acknowledged.length > 100, "visits are counted");
    await cluster.apply(release("2"));
    await until(() => cluster.ends.length === 2, "both former pods have ended", 30_000);
    await until(() => cluster.targets.length === 2, "the balancer knows both pods");
    await crowd.leave();

    expect(cluster.events).toEqual([
      ...["migrates", "is migrated", "a pod starts", "a pod starts"],
      ...["migrates", "is migrated", "a pod starts", "a pod ends", "a pod starts", "a pod ends"],
    ]);
    // By themselves, before their time was over.
    expect(cluster.ends).toEqual([0, 0]);
    expect(crowd.failures).toEqual([]);
    const visits = await visitsIn(database);
    expectTruth(crowd, visits);
    expect(crowd.acknowledged.length).toBe(visits);

    const before = cluster.pods.map(({ pid, questions }) => ({ pid, questions }));
    await postgres.shutDown();
    await until(async () => (await fetch(balancer.url)).status === 503, "visitors notice");
    // Longer than as many questions as would make a pod that does not live.
    await until(
      () => cluster.pods.every(({ questions }, at) => questions >= (before[at]?.questions ?? 0) + 4),
      "pods were asked four times whether they live",
      20_000,
    );
    expect(cluster.pods.map(({ pid, restarts, ready }) => ({ pid, restarts, ready }))).toEqual(
      before.map(({ pid }) => ({ pid, restarts: 0, ready: true })),
    );
    expect(cluster.targets.length).toBe(2);
    await postgres.restart();
    await until(async () => (await fetch(balancer.url)).status === 200, "visits are counted again");
  },
  120_000,
);
