import { ApiError, type Item, noContent, ok } from "./http";
import type { Routes } from "./routes";

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();

/** Networks: what OCI makes with a VCN, its CIDR blocks, and rules of network security groups. */
export function network(routes: Routes): void {
  const { inventory } = routes;
  routes.on("POST iaas 20160918/vcns", ({ body }) => {
    const vcn = inventory.add("vcn", { ...body, lifecycleState: "AVAILABLE" });
    const common = { compartmentId: body.compartmentId, vcnId: vcn.id, lifecycleState: "AVAILABLE" };
    const cidrBlocks = (body.cidrBlocks as string[] | undefined) ?? [body.cidrBlock];
    inventory.change(String(vcn.id), {
      cidrBlocks,
      cidrBlock: cidrBlocks[0],
      vcnDomainName: `${String(body.dnsLabel)}.oraclevcn.com`,
      defaultRouteTableId: inventory.add("routetable", { ...common, routeRules: [], displayName: "Default" })
        .id,
      defaultSecurityListId: inventory.add("securitylist", {
        ...common,
        ingressSecurityRules: [],
        egressSecurityRules: [],
        displayName: "Default",
      }).id,
      defaultDhcpOptionsId: inventory.add("dhcpoptions", { ...common, options: [] }).id,
    });
    return ok(vcn);
  });
  routes.standard("iaas", "20160918/vcns", "vcn", {
    // What OCI made with a VCN goes with it.
    removed: (id) => {
      for (const kind of ["routetable", "securitylist", "dhcpoptions"])
        for (const item of inventory.all(kind)) if (item.vcnId === id) inventory.remove(String(item.id));
    },
  });
  for (const [action, change] of Object.entries({
    addCidr: (blocks: string[], body: Item) => [...blocks, String(body.cidrBlock)],
    removeCidr: (blocks: string[], body: Item) => blocks.filter((block) => block !== body.cidrBlock),
    modifyCidr: (blocks: string[], body: Item) =>
      blocks.map((block) => (block === body.originalCidrBlock ? String(body.newCidrBlock) : block)),
  }))
    routes.on(`POST iaas 20160918/vcns/:id/actions/${action}`, ({ body }, id) => {
      const { cidrBlocks } = inventory.get(id);
      inventory.change(id, { cidrBlocks: change(cidrBlocks as string[], body) });
      // The provider takes its OCID from the work request, and looks for an action that is still going on.
      const resources = [{ entityType: "vcn", actionType: "IN_PROGRESS", identifier: id }];
      return noContent({ "opc-work-request-id": routes.workRequest({ resources }) });
    });
  securityRules(routes);
}

function securityRules(routes: Routes): void {
  const group = "iaas 20160918/networkSecurityGroups/:id";
  const rulesOf = (id: string) => (routes.inventory.get(id).securityRules ?? []) as Item[];
  routes.on(`GET ${group}/securityRules`, (_, id) => ok(rulesOf(id)));
  routes.on(`POST ${group}/actions/addSecurityRules`, ({ body }, id) => {
    const added = (body.securityRules as Item[]).map((rule) => ({
      id: routes.next("rule"),
      isValid: true,
      isStateless: false,
      timeCreated: hours(0),
      ...rule,
    }));
    routes.inventory.change(id, { securityRules: [...rulesOf(id), ...added] });
    return ok({ securityRules: added });
  });
  routes.on(`POST ${group}/actions/updateSecurityRules`, ({ body }, id) => {
    const changed = body.securityRules as Item[];
    const securityRules = rulesOf(id).map((rule) => ({
      ...rule,
      ...changed.find((change) => change.id === rule.id),
    }));
    routes.inventory.change(id, { securityRules });
    return ok({ securityRules: changed });
  });
  routes.on(`POST ${group}/actions/removeSecurityRules`, ({ body }, id) => {
    const gone = body.securityRuleIds as string[];
    routes.inventory.change(id, {
      securityRules: rulesOf(id).filter((rule) => !gone.includes(String(rule.id))),
    });
    return noContent();
  });
}

/** Computing: images, services, and pools whose servers stand behind a load balancer at once. */
export function computing(routes: Routes): void {
  routes.on("GET iaas 20160918/images", ({ query }) => {
    const [shape, version] = [query.get("shape") ?? "any", query.get("operatingSystemVersion") ?? "9"];
    const processor = /^VM\.Standard\.A\d/.test(shape) ? "aarch64-" : "";
    return ok([
      {
        id: `ocid1.image.oc1.iad.${version}${shape.toLowerCase()}`,
        compartmentId: null,
        displayName: `Oracle-Linux-${version}.6-${processor}2026.10.31-0`,
        operatingSystem: query.get("operatingSystem"),
        operatingSystemVersion: version,
        lifecycleState: "AVAILABLE",
        createImageAllowed: true,
        timeCreated: hours(-500),
      },
    ]);
  });
  routes.on("GET iaas 20160918/services", () =>
    ok([
      {
        id: "ocid1.service.oc1.iad.all",
        name: "All IAD Services In Oracle Services Network",
        cidrBlock: "all-iad-services-in-oracle-services-network",
        description: "All services",
      },
    ]),
  );
  routes.on("GET iaas 20160918/volumeBackupPolicies", () =>
    ok(
      ["bronze", "silver", "gold"].map((name) => ({
        id: `ocid1.policy.${name}`,
        displayName: name,
        schedules: [],
      })),
    ),
  );
  pools(routes);
}

function pools(routes: Routes): void {
  const { inventory } = routes;
  routes.on("POST iaas 20160918/instancePools", ({ body }) => {
    inventory.get(String(body.instanceConfigurationId));
    const pool = inventory.add("instancepool", { ...body, lifecycleState: "RUNNING" });
    const loadBalancers = ((body.loadBalancers ?? []) as Item[]).map((attachment) => ({
      id: routes.next("attachment"),
      instancePoolId: pool.id,
      lifecycleState: "ATTACHED",
      ...attachment,
    }));
    inventory.change(String(pool.id), { loadBalancers });
    for (let index = 0; index < Number(body.size); index++) start(routes, pool);
    return ok(pool);
  });
  routes.standard("iaas", "20160918/instancePools", "instancepool", {
    removed: (id) => {
      for (const server of inventory.all("instance")) if (server.instancePoolId === id) stop(routes, server);
    },
  });
  routes.on("GET iaas 20160918/instancePools/:id/instances", (_, id) =>
    ok(inventory.all("instance").filter((server) => server.instancePoolId === id)),
  );
  routes.on("DELETE iaas 20160918/instanceConfigurations/:id", (_, id) => {
    const user = inventory.all("instancepool").find((pool) => pool.instanceConfigurationId === id);
    if (user) throw new ApiError(409, "Conflict", `${id} is used by ${String(user.id)}`);
    inventory.remove(id);
    return noContent();
  });
}

function start(routes: Routes, pool: Item): void {
  const address = `10.0.64.${routes.number()}`;
  const backends = (pool.loadBalancers as Item[]).map((attachment) => {
    const set = routes.backendSet(String(attachment.loadBalancerId), String(attachment.backendSetName));
    const name = `${address}:${String(attachment.port)}`;
    (set.backends as Item[]).push({
      name,
      ipAddress: address,
      port: attachment.port,
      weight: 1,
      drain: false,
      backup: false,
      offline: false,
    });
    return {
      loadBalancerId: attachment.loadBalancerId,
      backendSetName: attachment.backendSetName,
      backendName: name,
      backendHealthStatus: routes.health,
      state: "ATTACHED",
    };
  });
  const [placement] = pool.placementConfigurations as Item[];
  routes.inventory.add("instance", {
    instancePoolId: pool.id,
    instanceConfigurationId: pool.instanceConfigurationId,
    compartmentId: pool.compartmentId,
    availabilityDomain: placement?.availabilityDomain,
    faultDomain: "FAULT-DOMAIN-1",
    region: "iad",
    shape: "VM.Standard2.1",
    displayName: address,
    state: "Running",
    lifecycleState: "RUNNING",
    loadBalancerBackends: backends,
  });
}

function stop(routes: Routes, server: Item): void {
  for (const { loadBalancerId, backendSetName, backendName } of server.loadBalancerBackends as Item[]) {
    const set = routes.backendSet(String(loadBalancerId), String(backendSetName));
    set.backends = (set.backends as Item[]).filter(({ name }) => name !== backendName);
  }
  routes.inventory.remove(String(server.id));
}
