import { Op, type Precondition, Token } from "cdktf";
import type { Construct } from "constructs";
import { checkDatabaseConnections, defaultServers, mostConnections } from "../../public-web-tier";
import { sessionsPerEcpu } from "../monitoring";
import type { PublicWebTierProps } from "./public-web-tier-props";

// What Autonomous Database has at the least.
const leastEcpus = 2;

/**
 * Refuses more servers than the database has sessions for: at once where its ECPUs are known, and in the plan where a deployment
 * decides them and the fewest would not do.
 *
 * @param scope construct that was given the props
 * @returns what every plan must find to be true
 * @throws {ConstructError} naming the prop, the rule and the value
 */
export function sessionRules(scope: Construct, props: PublicWebTierProps): Precondition[] {
  const { app, database, servers = defaultServers } = props;
  const { ecpus } = database;
  if (!Token.isUnresolved(ecpus)) {
    checkDatabaseConnections(scope, props, ecpus * sessionsPerEcpu, `a database of ${ecpus} ECPUs`);
    return [];
  }
  const enough = Math.ceil(mostConnections(app, servers) / sessionsPerEcpu);
  if (enough <= leastEcpus) return [];
  return [
    {
      condition: Op.gte(ecpus, enough),
      errorMessage: `\`servers.max\` ${servers.max} needs a database of ${enough} ECPUs or more (database_ecpus), because each takes ${sessionsPerEcpu} sessions, each server holds ${app.databaseConnections}, and there are twice as many servers while they are replaced.`,
    },
  ];
}
