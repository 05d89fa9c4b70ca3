import { randomUUID } from "node:crypto";
import type { Answer, Call } from "./call";

type Json = Readonly<Record<string, unknown>>;

interface Cluster {
  described: Json;
  readonly entries: Map<string, Json>;
  readonly policies: Map<string, Map<string, Json>>;
  readonly identities: Map<string, Json>;
}

const account = "123456789012";
const region = "us-east-1";
const createdAt = 1_790_000_000;

/**
 * EKS as far as the stack calls it: moto knows neither Auto Mode nor access entries nor Pod Identity, and forgets how a cluster was made.
 * Like AWS it does not tell with what it was bootstrapped, and gives each cluster a security group.
 */
export class EmulatedClusters {
  private readonly clusters = new Map<string, Cluster>();

  /** Answers a call. */
  answer({ action, body }: Call): Answer {
    const [method = "", url = ""] = action.split(" ");
    const [kind, name, ...rest] = url.split("?")[0]!.split("/").slice(1).map(decodeURIComponent);
    const given = body.length > 0 ? (JSON.parse(body.toString()) as Json) : {};
    if (kind === "tags") return ok({});
    if (name === undefined) return this.create(given);
    const cluster = this.clusters.get(name);
    if (cluster === undefined) return notFound(`No cluster found for name: ${name}.`);
    if (rest.length === 0 && method === "DELETE") this.clusters.delete(name);
    if (rest.length === 0) return ok({ cluster: cluster.described });
    const [part, ...path] = rest;
    if (part === "access-entries") return access(cluster, name, method, path, given);
    if (part === "pod-identity-associations") return identities(cluster, name, method, path[0], given);
    return this.update(cluster, path, given);
  }

  private create(given: Json): Answer {
    const { name, resourcesVpcConfig, kubernetesNetworkConfig, accessConfig, logging, ...kept } = given;
    const { bootstrapSelfManagedAddons: _, ...rest } = kept;
    const { authenticationMode } = accessConfig as Json;
    const described = {
      ...rest,
      name,
      arn: `arn:aws:eks:${region}:${account}:cluster/${String(name)}`,
      accessConfig: { authenticationMode },
      status: "ACTIVE",
      endpoint: "https://emulated.eks.amazonaws.com",
      certificateAuthority: { data: "" },
      identity: { oidc: { issuer: "https://oidc.eks.amazonaws.com/id/EMULATED" } },
      platformVersion: "eks.1",
      createdAt,
      logging: { clusterLogging: complete(logging as Json) },
      kubernetesNetworkConfig: { ipFamily: "ipv4", ...(kubernetesNetworkConfig as Json) },
      resourcesVpcConfig: {
        publicAccessCidrs: [],
        ...(resourcesVpcConfig as Json),
        clusterSecurityGroupId: "sg-0123456789abcdef0",
        vpcId: "vpc-0123456789abcdef0",
      },
    };
    const cluster = {
      described,
      entries: new Map<string, Json>(),
      policies: new Map<string, Map<string, Json>>(),
      identities: new Map<string, Json>(),
    };
    this.clusters.set(String(name), cluster);
    return ok({ cluster: described });
  }

  private update(cluster: Cluster, [id]: readonly string[], given: Json): Answer {
    const update = { id: id ?? randomUUID(), status: "Successful", type: "ConfigUpdate", errors: [] };
    if (id !== undefined) return ok({ update });
    const { resourcesVpcConfig, logging, ...rest } = given;
    cluster.described = {
      ...cluster.described,
      ...rest,
      ...(logging !== undefined && { logging: { clusterLogging: complete(logging as Json) } }),
      resourcesVpcConfig: {
        ...(cluster.described.resourcesVpcConfig as Json),
        ...(resourcesVpcConfig as Json),
      },
    };
    return ok({ update });
  }
}

function access(
  { entries, policies }: Cluster,
  clusterName: string,
  method: string,
  [principal, part, policyArn]: readonly string[],
  given: Json,
): Answer {
  if (principal === undefined) {
    const principalArn = String(given.principalArn);
    const accessEntryArn = `arn:aws:eks:${region}:${account}:access-entry/${clusterName}/${randomUUID()}`;
    entries.set(principalArn, {
      userName: principalArn,
      kubernetesGroups: [],
      ...given,
      clusterName,
      accessEntryArn,
      createdAt,
      modifiedAt: createdAt,
    });
    policies.set(principalArn, new Map());
    return ok({ accessEntry: entries.get(principalArn) });
  }
  const [entry, own] = [entries.get(principal), policies.get(principal)];
  if (entry === undefined || own === undefined)
    return notFound("The specified principalArn could not be found.");
  if (part === undefined) {
    if (method === "DELETE") entries.delete(principal);
    return ok({ accessEntry: entry });
  }
  if (method === "POST")
    own.set(String(given.policyArn), { ...given, associatedAt: createdAt, modifiedAt: createdAt });
  if (method === "DELETE" && policyArn !== undefined) own.delete(policyArn);
  const associatedAccessPolicy = own.get(String(given.policyArn));
  const associatedAccessPolicies = [...own.values()];
  return ok({ clusterName, principalArn: principal, associatedAccessPolicy, associatedAccessPolicies });
}

function identities(
  cluster: Cluster,
  clusterName: string,
  method: string,
  id: string | undefined,
  given: Json,
): Answer {
  const associationId = id ?? `a-${randomUUID().slice(0, 8)}`;
  if (id === undefined) {
    const associationArn = `arn:aws:eks:${region}:${account}:podidentityassociation/${clusterName}/${associationId}`;
    cluster.identities.set(associationId, {
      ...given,
      clusterName,
      associationId,
      associationArn,
      createdAt,
      modifiedAt: createdAt,
    });
  }
  const association = cluster.identities.get(associationId);
  if (association === undefined) return notFound("Association not found");
  if (method === "DELETE") cluster.identities.delete(associationId);
  return ok({ association });
}

/** All types of logs, whether they are on or off. */
function complete({ clusterLogging }: Json): Json[] {
  const on = (clusterLogging as { enabled: boolean; types: string[] }[])
    .filter(({ enabled }) => enabled)
    .flatMap(({ types }) => types);
  return [{ enabled: true, types: on }];
}

function ok(content: object): Answer {
  return { headers: { "content-type": "application/json" }, body: JSON.stringify(content) };
}

function notFound(message: string): Answer {
  const headers = { "content-type": "application/json", "x-amzn-errortype": "ResourceNotFoundException" };
  return { status: 404, headers, body: JSON.stringify({ message }) };
}
