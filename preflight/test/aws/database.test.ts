import {
  DescribeOrderableDBInstanceOptionsCommand,
  type OrderableDBInstanceOption,
} from "@aws-sdk/client-rds";
import { describe, expect, test } from "@jest/globals";
import { profiles } from "../../../stacks/context/profiles";
import { databaseOrderable } from "../../aws/database";
import { awsStage } from "../support/aws-stage";
import { aws, empty } from "../support/stacks";

const stage = awsStage();

const offer: OrderableDBInstanceOption = {
  Engine: "postgres",
  EngineVersion: "17.6",
  DBInstanceClass: "db.t4g.micro",
  StorageType: "gp3",
  MultiAZCapable: true,
  SupportsStorageEncryption: true,
  SupportsIAMDatabaseAuthentication: true,
  SupportsPerformanceInsights: true,
  SupportsEnhancedMonitoring: true,
  AvailabilityZones: [{ Name: "us-east-1b" }, { Name: "us-east-1a" }],
};

const offers = (...all: OrderableDBInstanceOption[]) =>
  stage.fake.on(DescribeOrderableDBInstanceOptionsCommand, { OrderableDBInstanceOptions: all });

describe("the database", () => {
  test("can be had where one offer has all that the stack asks for, on whatever page it is", async () => {
    stage.fake.on(DescribeOrderableDBInstanceOptionsCommand, ({ parameters }) =>
      parameters.get("Marker") === null
        ? { OrderableDBInstanceOptions: [{ ...offer, StorageType: "gp2" }], Marker: "2" }
        : { OrderableDBInstanceOptions: [offer] },
    );
    expect(await stage.ask(databaseOrderable(aws()))).toMatchObject({
      verdict: "ok",
      says: "db.t4g.micro with postgres 17 can be had in us-east-1a and us-east-1b",
    });
  });

  test("is asked for by class and engine", async () => {
    const asked: unknown[] = [];
    stage.fake.on(DescribeOrderableDBInstanceOptionsCommand, ({ parameters }) => {
      asked.push(["Engine", "DBInstanceClass", "Vpc"].map((name) => parameters.get(name)));
      return { OrderableDBInstanceOptions: [offer] };
    });
    await stage.ask(databaseOrderable(aws()));
    expect(asked).toEqual([["postgres", "db.t4g.micro", "true"]]);
  });

  test("cannot be had without the class in this major version: 1 and 170 are others", async () => {
    offers(
      { ...offer, EngineVersion: "16.9" },
      { ...offer, EngineVersion: "170.1" },
      { ...offer, EngineVersion: "1.7" },
    );
    expect(await stage.ask(databaseOrderable(aws()))).toMatchObject({
      verdict: "failure",
      says: "us-east-1 has no db.t4g.micro with postgres 17",
    });
  });

  test.each([
    [{ StorageType: "io2" }, "storage of type gp3"],
    [{ SupportsStorageEncryption: false }, "encrypted storage"],
    [{ SupportsIAMDatabaseAuthentication: false }, "log-ins by token"],
    [{ SupportsPerformanceInsights: false }, "Performance Insights"],
    [{ SupportsEnhancedMonitoring: false }, "enhanced monitoring"],
  ])("cannot be had with %j", async (lack, words) => {
    offers({ ...offer, ...lack });
    expect(await stage.ask(databaseOrderable(aws()))).toMatchObject({
      verdict: "failure",
      says: expect.stringContaining(`and ${words}`),
    });
  });

  test("with a standby takes a class that has one, and without does not", async () => {
    offers({ ...offer, MultiAZCapable: false });
    expect(await stage.ask(databaseOrderable(aws()))).toMatchObject({ verdict: "ok" });
    const production = aws({}, profiles.production);
    expect(await stage.ask(databaseOrderable(production))).toMatchObject({
      verdict: "failure",
      says: expect.stringContaining("a standby in another zone"),
    });
  });

  test("takes one offer with everything, and not one for each thing", async () => {
    offers({ ...offer, StorageType: "gp2" }, { ...offer, SupportsStorageEncryption: false });
    expect(await stage.ask(databaseOrderable(aws()))).toMatchObject({
      verdict: "failure",
      says: expect.stringContaining("at once"),
    });
  });

  test("is not asked for where the stack has none", () => {
    expect(databaseOrderable(empty())).toEqual([]);
  });
});
