import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import type { Construct } from "constructs";
import { physicalName } from "../../shared";
import type { INetwork } from "../network";

/** Creates the group of subnets that `scope`, a database, lies in. */
export function databaseSubnets(scope: Construct, network: INetwork): DbSubnetGroup {
  return new DbSubnetGroup(scope, "subnets", {
    namePrefix: `${physicalName(scope, 100)}-`,
    description: `Data tier of ${scope.node.path}`,
    subnetIds: network.subnetsOf("data").map((subnet) => subnet.id),
    lifecycle: { createBeforeDestroy: true },
  });
}

/** Creates the parameters that `scope`, a database of this major version, runs with. */
export function databaseParameters(scope: Construct, engineVersion: string): DbParameterGroup {
  return new DbParameterGroup(scope, "parameters", {
    // The family is in the name, and the new group comes first: RDS cannot change a group's family in place.
    namePrefix: `${physicalName(scope, 100)}-${engineVersion}-`,
    description: `Parameters of ${scope.node.path}`,
    family: `postgres${engineVersion}`,
    parameter: [
      { name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" },
      // Changes of the schema, and every statement that took a second or longer; a visitor waits no longer than two.
      { name: "log_statement", value: "ddl", applyMethod: "immediate" },
      { name: "log_min_duration_statement", value: "1000", applyMethod: "immediate" },
    ],
    lifecycle: { createBeforeDestroy: true },
  });
}
