import { type Item, noContent, ok } from "./http";
import type { Routes } from "./routes";

/** Autonomous databases, ready at once; the work request of a new one is what the provider learns its OCID from. */
export function databases(routes: Routes): void {
  const path = "20160918/autonomousDatabases";
  const workOn = ({ id }: Item, actionType: string) => {
    const resources = [{ entityType: "autonomousDatabase", actionType, identifier: id }];
    return { "opc-work-request-id": routes.workRequest({ resources }) };
  };
  routes.on(`POST database ${path}`, ({ body }) => {
    routes.requireFree("autonomousdatabase", body, { name: "dbName" });
    const database = routes.inventory.add("autonomousdatabase", {
      lifecycleState: "AVAILABLE",
      ...body,
      ...computed(body),
    });
    return ok(database, workOn(database, "CREATED"));
  });
  routes.on(`PUT database ${path}/:id`, ({ body }, id) => {
    const database = routes.inventory.update(id, body);
    return ok(database, workOn(database, "UPDATED"));
  });
  routes.standard("database", path, "autonomousdatabase");
}

function computed(body: Item): Item {
  return {
    connectionStrings: connectionStrings(String(body.dbName)),
    connectionUrls: {},
    dataStorageSizeInGBs: body.dataStorageSizeInGBs ?? 20,
    privateEndpoint: `${String(body.privateEndpointLabel)}.adb.us-ashburn-1.oraclecloud.com`,
    privateEndpointIp: "10.0.128.2",
    serviceConsoleUrl: "https://console.invalid",
    licenseModel: body.licenseModel ?? "LICENSE_INCLUDED",
    isDedicated: false,
    isFreeTier: false,
  };
}

function connectionStrings(name: string): Item {
  const profile = (level: string, tlsAuthentication: string, port: number) => ({
    consumerGroup: level.toUpperCase(),
    displayName: `${name}_${level}`,
    hostFormat: "FQDN",
    protocol: "TCPS",
    sessionMode: "DIRECT",
    syntaxFormat: "LONG",
    tlsAuthentication,
    value: `(description=(address=(protocol=tcps)(port=${port})(host=db.adb.us-ashburn-1.oraclecloud.com))(connect_data=(service_name=x_${name}_${level}.adb.oraclecloud.com))(security=(ssl_server_dn_match=no)))`,
  });
  const levels = ["high", "medium", "low", "tp", "tpurgent"];
  return {
    allConnectionStrings: {},
    profiles: levels.flatMap((level) => [profile(level, "SERVER", 1521), profile(level, "MUTUAL", 1522)]),
  };
}

/** Vaults, their keys and secrets: what is deleted is only scheduled for deletion, and keeps its name until then. */
export function vaults(routes: Routes): void {
  const { inventory } = routes;
  routes.standard("kms", "20180608/vaults", "vault", {
    state: "ACTIVE",
    extra: (_, id) => ({
      managementEndpoint: `https://v${id}-management.kms.us-ashburn-1.oraclecloud.com`,
      cryptoEndpoint: `https://v${id}-crypto.kms.us-ashburn-1.oraclecloud.com`,
      isPrimary: true,
      isVaultReplicable: false,
    }),
  });
  routes.standard("management", "20180608/keys", "key", {
    state: "ENABLED",
    extra: () => ({
      currentKeyVersion: routes.next("keyversion"),
      isPrimary: true,
      isAutoRotationEnabled: false,
    }),
  });
  routes.standard("vaults", "20180608/secrets", "vaultsecret", {
    state: "ACTIVE",
    unique: { name: "secretName", within: ["vaultId"] },
    extra: () => ({ currentVersionNumber: 1, isReplica: false }),
  });
  for (const kind of ["kms 20180608/vaults", "management 20180608/keys", "vaults 20180608/secrets"])
    routes.on(`POST ${kind}/:id/actions/scheduleDeletion`, ({ body }, id) =>
      ok(inventory.change(id, { lifecycleState: "PENDING_DELETION", timeOfDeletion: body.timeOfDeletion })),
    );
}

/** Identity: where one is, and what the tenancy has. */
export function identity(routes: Routes): void {
  routes.on("GET identity 20160918/availabilityDomains", ({ query }) =>
    ok(
      [1, 2, 3].map((number) => ({
        id: `ocid1.availabilitydomain.oc1..${number}`,
        name: `test:US-ASHBURN-AD-${number}`,
        compartmentId: query.get("compartmentId"),
      })),
    ),
  );
  routes.on("GET identity 20160918/tenancies/:id/regionSubscriptions", () =>
    ok([{ regionKey: "IAD", regionName: "us-ashburn-1", status: "READY", isHomeRegion: true }]),
  );
}

/** Logging: what it creates, changes or deletes is a work request that names the resource. */
export function logging(routes: Routes): void {
  const { inventory } = routes;
  routes.on("GET logging 20200531/workRequests/:id", (_, id) => ok(routes.workRequestOf(id)));
  const accepted = (entityType: string, identifier: unknown, actionType: string) =>
    noContent({
      "opc-work-request-id": routes.workRequest({ resources: [{ entityType, identifier, actionType }] }),
    });
  const group = "20200531/logGroups";
  for (const [path, kind, entity] of [
    [`${group}/:group/logs`, "log", "log"],
    [group, "loggroup", "loggroup"],
    ["20200531/unifiedAgentConfigurations", "unifiedagentconfiguration", "unifiedagentconfiguration"],
  ] as const) {
    const ids = (segments: string[]) => segments.at(-1) ?? "";
    const nested = path.includes(":group");
    routes.on(`POST logging ${path}`, ({ body }, ...segments) => {
      const enclosing = nested
        ? { logGroupId: segments[0] }
        : { compartmentId: body.compartmentId ?? "ocid1.compartment.oc1..test" };
      const asked = { ...body, ...enclosing };
      routes.requireFree(kind, asked, { name: "displayName", within: Object.keys(enclosing) });
      const item = inventory.add(kind, {
        lifecycleState: "ACTIVE",
        isEnabled: true,
        compartmentId: "ocid1.compartment.oc1..test",
        ...asked,
      });
      return accepted(entity, item.id, "CREATED");
    });
    routes.on(`GET logging ${path}/:id`, (_, ...segments) => ok(inventory.get(ids(segments))));
    routes.on(`PUT logging ${path}/:id`, ({ body }, ...segments) => {
      // What a log is of is no part of a change, and stays.
      const { configuration } = inventory.get(ids(segments));
      inventory.change(ids(segments), { ...body, ...(configuration !== undefined && { configuration }) });
      return accepted(entity, ids(segments), "UPDATED");
    });
    routes.on(`DELETE logging ${path}/:id`, (_, ...segments) => {
      inventory.remove(ids(segments));
      return accepted(entity, ids(segments), "DELETED");
    });
  }
}

/** Notifications: a topic has a name in the path of none of its requests, and its own word for its OCID. */
export function notifications(routes: Routes): void {
  const { inventory } = routes;
  const topicOf = (id: string) => ({ ...inventory.get(id), topicId: id });
  routes.on("POST notification 20181201/topics", ({ body }) => {
    routes.requireFree("onstopic", body, { name: "name" });
    const { id } = inventory.add("onstopic", { lifecycleState: "ACTIVE", apiEndpoint: "https://x", ...body });
    return ok(topicOf(String(id)));
  });
  routes.on("GET notification 20181201/topics/:id", (_, id) => ok(topicOf(id)));
  routes.on("PUT notification 20181201/topics/:id", ({ body }, id) => {
    inventory.change(id, body);
    return ok(topicOf(id));
  });
  routes.on("DELETE notification 20181201/topics/:id", (_, id) => {
    inventory.remove(id);
    return noContent();
  });
}
