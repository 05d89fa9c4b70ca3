import { type ApiRequest, type Item, notFound, ok } from "./http";
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
  const works = ({ timeCreated }: Item) => Date.parse(String(timeCreated)) + pace.policyMs <= Date.now();
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
