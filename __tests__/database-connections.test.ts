import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { ContainerengineCluster } from "@cdktf/provider-oci/lib/containerengine-cluster";
import { CoreInstancePool } from "@cdktf/provider-oci/lib/core-instance-pool";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import type { Postgres } from "../local/postgres";
import { counterApp } from "../stacks/counter-app";
import { awsStackFrom, ociStackFrom } from "../stacks/context/from-context";
import { profiles } from "../stacks/context/profiles";
import { OciStack } from "../stacks/oci-stack";
import { open } from "../webapp/src/store/pg";
import { administer, configFor, createDatabase, temporaryPostgres } from "../webapp/test/support/database";
import { theResource } from "./support/synth";

const lab = { profile: "lab", awsRegion: "us-east-1" };
const withContext = (context: object) => Testing.app({ context: { ...lab, ...context } });
const servers = (max: number) => ({ servers: { min: 2, max } });

describe("more servers than the database has connections for", () => {
  test("are refused on AWS by the key, with what the instance class leaves to users", () => {
    expect(() => awsStackFrom(withContext(servers(13)))).toThrow(
      new Error(
        "`servers.max` must be at most 12, because db.t4g.micro takes 75 connections, each server holds 3, and there are twice as many servers while they are replaced, got 13",
      ),
    );
  });

  test("are none where the class is larger", () => {
    const context = { ...servers(13), awsDatabaseClass: "db.t4g.small" };
    expect(theResource(awsStackFrom(withContext(context)), DbInstance).instance_class).toBe("db.t4g.small");
    expect(() => awsStackFrom(withContext(servers(12)))).not.toThrow();
  });

  test("are refused on OCI where the code says how many ECPUs there are", () => {
    const options = {
      network: {},
      database: { capacity: { ecpus: 2 } },
      web: { servers: { min: 2, max: 26 } },
    };
    expect(() => new OciStack(Testing.app(), "oci-stack", { profile: profiles.lab, options })).toThrow(
      "`servers.max` must be at most 25, because a database of 2 ECPUs takes 150 connections, each server holds 3, and there are twice as many servers while they are replaced, got 26",
    );
  });

  test("are refused by the plan on OCI where a deployment decides that", () => {
    const [rule] = theResource(ociStackFrom(withContext(servers(40))), CoreInstancePool).lifecycle
      .precondition as { condition: string; error_message: string }[];
    expect(rule).toEqual({
      condition: "${(var.database_ecpus >= 4)}",
      error_message:
        "`servers.max` 40 needs a database of 4 ECPUs or more (database_ecpus), because each takes 75 sessions, each server holds 3, and there are twice as many servers while they are replaced.",
    });
  });

  test("are refused of pods as of servers, on both clouds", () => {
    const pods = { webTier: "kubernetes", ...servers(40) };
    const administrator = { awsKubernetesAdmin: "arn:aws:iam::111122223333:role/operations" };
    expect(() => awsStackFrom(withContext({ ...pods, ...administrator }))).toThrow(
      "`servers.max` must be at most 12, because db.t4g.micro takes 75 connections",
    );
    const stack = ociStackFrom(withContext({ ...pods, ociKubernetesApiFrom: "10.0.0.0/24" }));
    const [rule] = theResource(stack, ContainerengineCluster).lifecycle.precondition as {
      condition: string;
    }[];
    expect(rule!.condition).toBe("${(var.database_ecpus >= 4)}");
  });

  test("are none on OCI where the fewest ECPUs will do", () => {
    const pool = theResource(ociStackFrom(withContext(servers(25))), CoreInstancePool);
    expect(pool.lifecycle).not.toHaveProperty("precondition");
  });
});

describe("a server", () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await temporaryPostgres();
  });
  afterAll(() => server.stop());

  test("holds as many connections as the stacks count for it, however many ask at once", async () => {
    const store = open(configFor(await createDatabase(server, "counted")));
    await store.migrate();
    const crowd = Array.from({ length: 50 }, () => [store.increment(1), store.read(), store.ping()]);
    await Promise.all(crowd.flat());
    const [row] = await administer(
      server,
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = 'counted'",
    );
    expect(row?.n).toBe(counterApp.databaseConnections);
    await store.close();
  });
});
