import { ApiError, type Item, noContent, notFound, ok } from "./http";
import type { Routes } from "./routes";

const balancers = "20170115/loadBalancers";

/** Parts of a load balancer, each with the name that a path and the balancer itself have for it. */
const parts = {
  backendSets: "name",
  listeners: "name",
  certificates: "certificateName",
  ruleSets: "name",
} as const;

/** Load balancers: every change of one is a work request. */
export function loadBalancing(routes: Routes): void {
  const { inventory } = routes;
  routes.on("GET iaas 20170115/loadBalancerWorkRequests/:id", (_, id) => ok(routes.workRequestOf(id)));
  routes.on(`POST iaas ${balancers}`, ({ body }) => {
    const balancer = inventory.add("loadbalancer", {
      lifecycleState: "ACTIVE",
      ipAddresses: [{ ipAddress: `192.0.2.${routes.number()}`, isPublic: !body.isPrivate }],
      ...body,
      ...Object.fromEntries(Object.keys(parts).map((part) => [part, body[part] ?? {}])),
    });
    routes.occupy(String(balancer.id));
    return changed(routes, String(balancer.id));
  });
  routes.on(`PUT iaas ${balancers}/:id/updateShape`, ({ body }, id) => {
    routes.occupy(id);
    inventory.change(id, { shapeName: body.shapeName, shapeDetails: body.shapeDetails });
    return changed(routes, id);
  });
  routes.on(`PUT iaas ${balancers}/:id/networkSecurityGroups`, ({ body }, id) => {
    routes.occupy(id);
    inventory.change(id, { networkSecurityGroupIds: body.networkSecurityGroupIds });
    return changed(routes, id);
  });
  routes.on(`PUT iaas ${balancers}/:id`, ({ body }, id) => {
    routes.occupy(id);
    inventory.change(id, body);
    return changed(routes, id);
  });
  routes.on(`DELETE iaas ${balancers}/:id`, (_, id) => {
    routes.occupy(id);
    inventory.remove(id);
    return noContent({ "opc-work-request-id": routes.workRequest({ loadBalancerId: id }) });
  });
  for (const [part, key] of Object.entries(parts)) partsOf(routes, part, key);
  routes.standard("iaas", balancers, "loadbalancer");
}

function partsOf(routes: Routes, part: string, key: string): void {
  const path = `iaas ${balancers}/:id/${part}`;
  const all = (id: string) => routes.inventory.get(id)[part] as Record<string, Item>;
  const one = (id: string, name: string) => {
    const found = all(id)[name];
    if (!found) throw notFound(`${part} ${name}`);
    return found;
  };
  const set = (id: string, name: string, item: Item) => {
    routes.occupy(id);
    all(id)[name] = { ...(part === "backendSets" && { backends: [] }), [key]: name, ...item };
    return changed(routes, id);
  };
  routes.on(`POST ${path}`, ({ body }, id) => set(id, String(body[key]), withoutKey(body)));
  routes.on(`GET ${path}`, (_, id) => ok(Object.values(all(id))));
  routes.on(`GET ${path}/:name`, (_, id, name) => ok(one(id, name)));
  routes.on(`PUT ${path}/:name`, ({ body }, id, name) => {
    const { backends } = one(id, name);
    return set(id, name, { ...body, ...(part === "backendSets" && { backends }) });
  });
  routes.on(`DELETE ${path}/:name`, (_, id, name) => {
    one(id, name);
    if (part === "certificates") requireUnused(routes, id, name);
    routes.occupy(id);
    delete all(id)[name];
    return changed(routes, id);
  });
  if (part === "backendSets") {
    health(routes, path, one);
    backendsOf(routes, path, one);
  }
}

/** Backends that somebody names one by one, and no pool brings. */
function backendsOf(routes: Routes, path: string, one: (id: string, name: string) => Item): void {
  const all = (id: string, name: string) => one(id, name).backends as Item[];
  const found = (id: string, name: string, backend: string) => {
    const item = all(id, name).find((other) => other.name === backend);
    if (!item) throw notFound(`backend ${backend}`);
    return item;
  };
  routes.on(`POST ${path}/:name/backends`, ({ body }, id, name) => {
    const backend = `${String(body.ipAddress)}:${String(body.port)}`;
    if (all(id, name).some((other) => other.name === backend))
      throw new ApiError(409, "Conflict", `Backend '${backend}' already exists in backendSet '${name}'`);
    routes.occupy(id);
    all(id, name).push({ weight: 1, drain: false, backup: false, offline: false, ...body, name: backend });
    return changed(routes, id);
  });
  routes.on(`GET ${path}/:name/backends/:backend`, (_, id, name, backend) => ok(found(id, name, backend)));
  routes.on(`GET ${path}/:name/backends`, (_, id, name) => ok(all(id, name)));
  routes.on(`DELETE ${path}/:name/backends/:backend`, (_, id, name, backend) => {
    const item = found(id, name, backend);
    routes.occupy(id);
    all(id, name).splice(all(id, name).indexOf(item), 1);
    return changed(routes, id);
  });
}

/** A certificate that a listener shows stays (https://github.com/oracle/terraform-provider-oci/issues/1661 shows the message). */
function requireUnused(routes: Routes, id: string, name: string): void {
  const listeners = Object.values(routes.inventory.get(id).listeners as Record<string, Item>);
  if (
    listeners.some(({ sslConfiguration }) => (sslConfiguration as Item | undefined)?.certificateName === name)
  )
    throw new ApiError(
      409,
      "Conflict",
      `Certificate '${name}' is attached to one or more listeners/backendSets`,
    );
}

function health(routes: Routes, path: string, one: (id: string, name: string) => Item): void {
  const healthOf = (name: unknown) => {
    const backends = routes.inventory
      .all("instance")
      .flatMap((server) => (server.loadBalancerBackends ?? []) as Item[]);
    return backends.find(({ backendName }) => backendName === name)?.backendHealthStatus ?? "OK";
  };
  routes.on(`GET ${path}/:name/health`, (_, id, name) => {
    const names = (one(id, name).backends as Item[]).map((backend) => backend.name);
    const critical = names.filter((backend) => healthOf(backend) !== "OK");
    return ok({
      status: critical.length > 0 ? "WARNING" : "OK",
      totalBackendCount: names.length,
      criticalStateBackendNames: critical,
      warningStateBackendNames: [],
      unknownStateBackendNames: [],
    });
  });
}

// A private key goes in and never comes out again.
function withoutKey({ privateKey: _, passphrase: __, ...rest }: Item): Item {
  return rest;
}

function changed(routes: Routes, loadBalancerId: string) {
  return noContent({
    "opc-work-request-id": routes.workRequest({ loadBalancerId, type: "Change", message: "OK" }),
  });
}
