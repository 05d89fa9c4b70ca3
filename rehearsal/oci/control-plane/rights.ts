import { claimsOf } from "../../../webapp/test/support/oci-signature";
import { type ApiRequest, type Item, notFound, ok } from "./http";
import type { Pace } from "./pace";
import type { Routes } from "./routes";

/** Secrets as servers read them: who may not, or may not yet, is told that there is none. */
export function secretBundles(routes: Routes): void {
  routes.on("GET secrets 20190301/secretbundles/:id", (request, id) => {
    if (!mayRead(routes, request, id)) throw notFound(id);
    const content = Buffer.from(routes.secretContentOf(id)).toString("base64");
    const secretBundleContent = { contentType: "BASE64", content };
    return ok({ secretId: id, versionNumber: 1, stages: ["CURRENT"], secretBundleContent });
  });
}

/**
 * Whether a request may read a secret.
 *
 * A server signs with the token of its instance principal, `ST$` in front of it; here the token is its OCID. It may by a
 * policy for a dynamic group that it is in, once both work. Everybody else is the user who deploys, and may.
 */
function mayRead({ inventory, pace }: Routes, { headers }: ApiRequest, secretId: string): boolean {
  const server = /keyId="ST\$([^"]+)"/.exec(String(headers.authorization ?? ""))?.[1];
  if (server === undefined) return true;
  const works = (item: Item) => isInForce(item, pace);
  const { compartmentId } = inventory.get(server);
  const groups = inventory
    .all("dynamicgroup")
    .filter((group) => works(group) && String(group.matchingRule).includes(`'${String(compartmentId)}'`))
    .map(({ name }) => String(name));
  const statements = inventory
    .all("policy")
    .filter(works)
    .flatMap((policy) => policy.statements as string[]);
  return statements.some((statement) => {
    const [, group = ""] = /^allow dynamic-group (\S+) to read secret-bundles /i.exec(statement) ?? [];
    const [, only] = /target\.secret\.id\s*=\s*'([^']+)'/.exec(statement) ?? [];
    return groups.includes(group) && (only === undefined || only === secretId);
  });
}

/** An operation that a workload asks for. */
export interface WorkloadAsks {
  /** The weakest verb that has the permission, such as `use`. */
  readonly verb: string;
  /** Kind of resource, such as `metrics`. */
  readonly kind: string;
  readonly compartmentId: string;
  /** Variables of the resource by which conditions may tell it from others. */
  readonly target: Readonly<Record<string, string>>;
}

const verbs = ["inspect", "read", "use", "manage"];

/**
 * Whether a request may do something as the workload that its session is of, by a policy that works.
 *
 * A policy for `any-user` says in its conditions whom it means: each of them must hold for the session's claims or for what is asked for
 * (https://docs.oracle.com/iaas/Content/ContEng/Tasks/contenggrantingworkloadaccesstoresources.htm).
 */
export function workloadMay({ inventory, pace }: Routes, request: ApiRequest, asks: WorkloadAsks): boolean {
  const claims = claimsOf(request);
  if (claims === undefined) return false;
  const variables: Readonly<Record<string, unknown>> = { ...claims, ...asks.target };
  return inventory
    .all("policy")
    .filter((policy) => isInForce(policy, pace))
    .flatMap((policy) => policy.statements as string[])
    .some((statement) => {
      const [, verb = "", kind, place, all = ""] =
        /^allow any-user to (\w+) ([\w-]+) in (tenancy|compartment id \S+) where all \{(.+)\}$/.exec(
          statement,
        ) ?? [];
      const conditions = all.split(", ").map((text) => /^(\S+) = '([^']*)'$/.exec(text) ?? []);
      return (
        kind === asks.kind &&
        verbs.indexOf(verb) >= verbs.indexOf(asks.verb) &&
        (place === "tenancy" || place === `compartment id ${asks.compartmentId}`) &&
        conditions.every(([, name = "", value]) => value !== undefined && variables[name] === value)
      );
    });
}

function isInForce({ timeCreated }: Item, { policyMs }: Pace): boolean {
  return Date.parse(String(timeCreated)) + policyMs <= Date.now();
}
