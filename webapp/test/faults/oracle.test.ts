/** Faults of a server whose counter is in Oracle Database, or in what the driver takes for one: see ../oracle/README.md. */
import "./cases/oracle/commit";
import "./cases/oracle/instance";
import "./cases/oracle/network";
import "./cases/oracle/listener";
import "./cases/oracle/counter";
import "./cases/oracle/password";
import { testClients } from "./cases/both/clients";
import { testCrowded } from "./cases/both/crowded";
import { testProxies } from "./cases/both/proxies";
import { testRolling } from "./cases/both/rolling";
import { fewVisitors, OracleScene, sharedOracleCounter } from "./oracle-scene";

testCrowded("Oracle Database", (name, options) => OracleScene.open(name, options));
testClients("Oracle Database", (name, options) => OracleScene.open(name, options));
testRolling("Oracle Database", sharedOracleCounter, fewVisitors);
testProxies("Oracle Database", sharedOracleCounter, fewVisitors);
