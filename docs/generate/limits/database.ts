import { connectionsForUsers } from "../../../constructs/aws/database";
import { mostConnections } from "../../../constructs/public-web-tier";
import { databaseInputs } from "../../../stacks/oci/inputs-database";
import { counterApp } from "../../../stacks/counter-app";
import { profiles } from "../../../stacks/context/profiles";
import { defaultCoalescerLimits as visitors } from "../../../webapp/src/counting/coalescer";
import { DIAL_MS } from "../../../webapp/src/store/dial";
import { pauses } from "../../../webapp/src/store/refused-password";
import { defaultLimits as line } from "../../../webapp/src/store/single-connection";
import { sessionsPerEcpu } from "../../../constructs/oci/monitoring";

import { oci, rds } from "./deployed";
import { type Pair, s } from "./pair";

const { servers } = profiles.production.web;
const mostServers = servers.max;

/** Number of times that a server offers a version of the administrator's secret that is refused. */
const offersPerServer = pauses.administrator.filter((pause) => pause < Infinity).length + 1;

/** Life of a token to log in with. */
const rdsToken = [
  900,
  "[RDS](https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html): life of a token to log in with",
] as const;

/** Limits between servers and their database. */
export function databasePairs(): Pair[] {
  return [
    [
      "waiting for the database and asking it",
      s(line.waitMs + line.statementMs),
      "≤",
      s(visitors.answerMs),
      "s",
      "an answer to a visitor",
    ],
    ["AWS: a log-in", s(DIAL_MS), "<", rdsToken[0], "s", rdsToken[1]],
    [
      "AWS: connections of all servers of `production`, twice as many while they are replaced",
      mostConnections(counterApp, servers),
      "<",
      connectionsForUsers(String(rds.instance_class)),
      "",
      "`aws_db_instance.instance_class`: what RDS allows users by default, from below",
    ],
    [
      "OCI: connections of all servers of `production`, twice as many while they are replaced",
      mostConnections(counterApp, servers),
      "<",
      sessionsPerEcpu * databaseInputs.database_ecpus.default,
      "",
      "[OCI](https://docs.oracle.com/en-us/iaas/autonomous-database-serverless/doc/connect-predefined.html): 75 sessions for each ECPU that the form asks for by default",
    ],
    [
      "OCI: refused log-ins as the administrator, where all servers of `production` boot with the same version of its secret",
      offersPerServer * mostServers,
      "<",
      10,
      "",
      "[Oracle](https://docs.oracle.com/en/database/oracle/oracle-database/19/sqlrf/CREATE-PROFILE.html): `FAILED_LOGIN_ATTEMPTS` of the profile `DEFAULT`, which lock an account",
    ],
    [
      "OCI: sessions at which the alarm rings",
      sessionsAlarm(),
      "<",
      sessionsPerEcpu * databaseInputs.database_ecpus.default,
      "",
      "the same",
    ],
  ];
}

/** The number in the query of the alarm on sessions, with the form's default. */
function sessionsAlarm(): number {
  const queries = Object.values(oci!.resource.oci_monitoring_alarm!).map(({ query }) => query as string);
  const [, factor = ""] =
    queries.map((query) => /^Sessions.*\(var\.database_ecpus \* (\d+)\)/.exec(query)).find(Boolean) ?? [];
  return Number(factor) * databaseInputs.database_ecpus.default;
}
