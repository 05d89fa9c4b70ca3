import { IdentityPolicy } from "@cdktf/provider-oci/lib/identity-policy";
import type { OciProvider } from "@cdktf/provider-oci/lib/provider";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import {
  createdIf,
  type Grant,
  type Grantee,
  HomeRegion,
  type Iam,
  type Place,
  statementPlace,
  tenancyWideName,
} from "../account";

/** Properties of {@link PodIdentities}. */
export interface PodIdentitiesProps {
  /** Compartment of what pods may do something with. */
  readonly place: Place;
  /** The creator of the policies: Terraform, or an administrator. */
  readonly iam: Iam;
  /** OCID of the cluster that the pods run in. */
  readonly clusterId: string;
  /** Namespace of the pods. */
  readonly namespace: string;
}

/**
 * Workload identities of a cluster's pods, and policies of what they may do: the cluster vouches for a pod's service account, and policies name cluster,
 * namespace and service account. The dynamic group of nodes has none of these rights.
 *
 * https://docs.oracle.com/iaas/Content/ContEng/Tasks/contenggrantingworkloadaccesstoresources.htm
 */
export class PodIdentities extends Construct {
  private readonly statements: string[] = [];
  private readonly home: OciProvider | undefined;
  private readonly where: string;
  private readonly name: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PodIdentitiesProps,
  ) {
    super(scope, id);
    const { place, iam } = props;
    this.where = statementPlace(this, place);
    // As of servers: two regions of one compartment may have the same stack.
    this.name = tenancyWideName(this, Fn.join("/", [place.compartmentId, place.region]), longestName);
    if (iam.kind === "by-administrator") return;
    this.home = HomeRegion.of(this, place, iam.variable?.booleanValue);
  }

  /** Pods of one service account. */
  of(serviceAccount: string): Grantee {
    return { allow: (id, grants) => this.allow(serviceAccount, id, grants) };
  }

  /** Statements that an administrator of the tenancy creates where Terraform may not, one a line. */
  get statementsForAdministrator(): string {
    return this.statements.join("\n");
  }

  private allow(serviceAccount: string, id: string, grants: readonly Grant[]): ITerraformDependable[] {
    const { place, iam, clusterId, namespace } = this.props;
    const { compartmentId } = place;
    const principal = [
      "request.principal.type = 'workload'",
      `request.principal.cluster_id = '${clusterId}'`,
      `request.principal.namespace = '${namespace}'`,
      `request.principal.service_account = '${serviceAccount}'`,
    ];
    const statements = grants.map(
      ({ action, condition }) =>
        `allow any-user to ${action} in ${this.where} where all {${[...principal, ...(condition ? [condition] : [])].join(", ")}}`,
    );
    this.statements.push(...statements);
    if (!this.home) return [];
    const policy = new IdentityPolicy(this, id, {
      provider: this.home,
      compartmentId,
      name: `${this.name}-${id}`,
      description: `Lets pods of ${serviceAccount} ${id.replaceAll("-", " ")}`,
      statements,
      ...createdIf(iam.variable?.booleanValue),
    });
    return [policy];
  }
}

/** Policies have this name and their own behind it, 100 characters together. */
const longestName = 60;
