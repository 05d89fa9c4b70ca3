/**
 * Everything that may happen to a server, really done to one under load. Its counter is in PostgreSQL here, and in `oracle.test.ts`
 * in Oracle Database; the two are never run side by side, because they would take each other's processor.
 */
import "./cases/truth";
import "./cases/app-killed";
import "./cases/postgres-killed";
import "./cases/postgres-frozen";
import "./cases/network";
import "./cases/log-in";
import "./cases/lost-answer";
import "./cases/fail-over";
import "./cases/rotation";
import "./cases/another-cause";
import "./cases/rights";
import "./cases/row-locked";
import "./cases/clock";
import "./cases/disk-full";
import { testClients } from "./cases/both/clients";
import { testCrowded } from "./cases/both/crowded";
import { testProxies } from "./cases/both/proxies";
import { testRolling } from "./cases/both/rolling";
import { Scene, sharedCounter } from "./scene";

testCrowded("PostgreSQL", (name, options) => Scene.open(name, options));
testClients("PostgreSQL", (name, options) => Scene.open(name, options));
testRolling("PostgreSQL", sharedCounter);
testProxies("PostgreSQL", sharedCounter);
