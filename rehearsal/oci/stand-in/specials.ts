import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Answer } from "./client";
import { bodyFor, placed, placeOf, type Type, worked } from "./requests";
import type { Item } from "./state";
import { equal, type ObjectValue, textOf } from "./values";

/** What is done with resources that are not made, read, changed or deleted as the others are. */
interface Special {
  readonly create?: (type: Type, planned: ObjectValue) => Promise<Answer>;
  readonly read?: (type: Type, state: ObjectValue) => Promise<Item | undefined>;
  /** Requests before the one that changes the rest; false where there is none. */
  readonly before?: (type: Type, prior: ObjectValue, planned: ObjectValue) => Promise<boolean>;
  readonly change?: (type: Type, planned: ObjectValue) => Promise<Answer>;
  readonly remove?: (type: Type, state: ObjectValue) => Promise<Answer>;
}

const nothing: Answer = { body: undefined, headers: {} };
const changedIn = (prior: ObjectValue, planned: ObjectValue, ...names: string[]) =>
  names.some((name) => !equal(prior[name], planned[name]));

/** The list that OCI makes with a VCN: it cannot be made or deleted, only filled and emptied. */
const defaultList: Special = {
  create: async (type, planned) => {
    const at = placed("iaas 20160918/securityLists/{manage_default_resource_id}", planned);
    return type.client.call("PUT", at, { body: bodyFor(type, planned, "manage_default_resource_id") });
  },
  remove: ({ client, kind }, state) =>
    client.call("PUT", placeOf(kind, state), { body: { ingressSecurityRules: [], egressSecurityRules: [] } }),
};

const group = "iaas 20160918/networkSecurityGroups/{network_security_group_id}";
/** Rules of a group are added to it and taken from it. */
const securityRule: Special = {
  create: async (type, planned) => {
    const body = { securityRules: [bodyFor(type, planned)] };
    const answer = await type.client.call("POST", placed(`${group}/actions/addSecurityRules`, planned), {
      body,
    });
    return { ...answer, body: (answer.body as { securityRules: Item[] }).securityRules[0] };
  },
  read: async ({ client, kind }, state) =>
    ((await client.call("GET", placed(kind.at, state))).body as Item[]).find(({ id }) => id === state.id),
  change: (type, planned) => {
    const body = { securityRules: [{ id: planned.id, ...bodyFor(type, planned) }] };
    return type.client.call("POST", placed(`${group}/actions/updateSecurityRules`, planned), { body });
  },
  remove: ({ client }, state) =>
    client.call("POST", placed(`${group}/actions/removeSecurityRules`, state), {
      body: { securityRuleIds: [state.id] },
    }),
};

/** Blocks of a VCN are changed one by one. */
const vcn: Special = {
  before: async (type, prior, planned) => {
    const [had, has] = [prior.cidr_blocks, planned.cidr_blocks].map((blocks) => blocks as readonly string[]);
    const [gone] = had!.filter((block) => !has!.includes(block));
    const [come] = has!.filter((block) => !had!.includes(block));
    const ask = async (action: string, body: Item) =>
      worked(
        type,
        await type.client.call("POST", `${placeOf(type.kind, prior)}/actions/${action}`, { body }),
      );
    if (gone !== undefined && come !== undefined)
      await ask("modifyCidr", { originalCidrBlock: gone, newCidrBlock: come });
    else if (gone !== undefined) await ask("removeCidr", { cidrBlock: gone });
    else if (come !== undefined) await ask("addCidr", { cidrBlock: come });
    return changedIn(prior, planned, "display_name", "freeform_tags", "defined_tags");
  },
};

/** Shape and groups of a load balancer have requests of their own. */
const balancer: Special = {
  before: async (type, prior, planned) => {
    const { shapeName, shapeDetails, networkSecurityGroupIds } = bodyFor(type, planned);
    const put = async (part: string, body: Item) =>
      worked(type, await type.client.call("PUT", `${placeOf(type.kind, prior)}/${part}`, { body }));
    if (changedIn(prior, planned, "shape", "shape_details"))
      await put("updateShape", { shapeName, shapeDetails });
    if (changedIn(prior, planned, "network_security_group_ids"))
      await put("networkSecurityGroups", { networkSecurityGroupIds });
    return true;
  },
};

/** A database takes a version, and whom it lets in, each by a request that says nothing else. */
const database: Special = {
  before: async (type, prior, planned) => {
    const { dbVersion, nsgIds, privateEndpointLabel } = bodyFor(type, planned);
    const put = async (body: Item) =>
      worked(type, await type.client.call("PUT", placeOf(type.kind, prior), { body }));
    if (changedIn(prior, planned, "db_version")) await put({ dbVersion });
    if (changedIn(prior, planned, "nsg_ids", "private_endpoint_label"))
      await put({ nsgIds, privateEndpointLabel });
    return true;
  },
};

/** A cluster's endpoint has a request of its own. */
const cluster: Special = {
  before: async (type, prior, planned) => {
    if (changedIn(prior, planned, "endpoint_config")) {
      const body = bodyFor(type, planned).endpointConfig as Item;
      const at = `${placeOf(type.kind, prior)}/actions/updateEndpointConfig`;
      await worked(type, await type.client.call("POST", at, { body }));
    }
    return true;
  },
};

/** A listener has no request that reads it, it is in its load balancer. */
const listener: Special = {
  read: async ({ client }, state) => {
    const { body } = await client.call(
      "GET",
      placed("iaas 20170115/loadBalancers/{load_balancer_id}", state),
    );
    return (body as { listeners: Record<string, Item> }).listeners[textOf(state.name)];
  },
};

/** Nor has a certificate, it is in the list of them. */
const certificate: Special = {
  read: async ({ client, kind }, state) =>
    ((await client.call("GET", placed(kind.at, state))).body as Item[]).find(
      ({ certificateName }) => certificateName === state.certificate_name,
    ),
};

/** An object is its bytes, and what its headers say. */
const object: Special = {
  create: async ({ client, kind, folder }, planned) => {
    const { source, content, content_type: type, metadata } = planned;
    const bytes =
      typeof source === "string"
        ? readFileSync(resolve(folder, source))
        : Buffer.from(content === null ? "" : textOf(content));
    const md5 = createHash("md5").update(bytes).digest("base64");
    const meta = Object.entries((metadata ?? {}) as ObjectValue);
    const headers = {
      "content-md5": md5,
      ...(typeof type === "string" && { "content-type": type }),
      ...Object.fromEntries(meta.map(([name, value]) => [`opc-meta-${name}`, textOf(value)])),
    };
    await client.call("PUT", placeOf(kind, planned), { body: bytes, headers });
    return nothing;
  },
  read: async ({ client, kind }, state) => {
    const { headers } = await client.call("HEAD", placeOf(kind, state));
    const meta = Object.entries(headers).filter(([name]) => name.startsWith("opc-meta-"));
    return {
      contentType: headers["content-type"],
      contentLength: headers["content-length"],
      contentMd5: headers["content-md5"],
      storageTier: headers["storage-tier"],
      versionId: headers["version-id"],
      metadata: Object.fromEntries(meta.map(([name, value]) => [name.replace("opc-meta-", ""), value])),
    };
  },
  change: () => Promise.resolve(nothing),
  remove: async ({ client, kind }, state) => {
    const at = placeOf(kind, state);
    if (state.delete_all_object_versions !== true) return client.call("DELETE", at);
    const versions = placed("objectstorage n/{namespace}/b/{bucket}/objectversions", state);
    const { body } = await client.call("GET", versions, { query: { prefix: textOf(state.object) } });
    for (const { versionId } of (body as { items: { versionId: string }[] }).items)
      await client.call("DELETE", at, { query: { versionId } });
    return nothing;
  },
};

/** A server's address and its disk are resources of their own. */
const instance: Special = {
  read: async ({ client, kind }, state) => {
    const server = (await client.call("GET", placeOf(kind, state))).body as Item;
    const query = { compartmentId: String(server.compartmentId), instanceId: String(server.id) };
    const of = async (kinds: string, id: string): Promise<Item> => {
      const [first] = (
        await client.call("GET", `iaas 20160918/${kinds.replace(/s$/, "Attachments")}`, { query })
      ).body as Item[];
      return first
        ? ((await client.call("GET", `iaas 20160918/${kinds}/${String(first[id])}`)).body as Item)
        : {};
    };
    const { id: vnicId, publicIp, privateIp, subnetId } = await of("vnics", "vnicId");
    const { id: bootVolumeId } = await of("bootVolumes", "bootVolumeId");
    return { ...server, vnicId, publicIp, privateIp, subnetId, bootVolumeId };
  },
};

/** What is special, by where the resources are; `default` is the security list of a VCN. */
export const specials: Readonly<Record<string, Special>> = {
  default: defaultList,
  "iaas 20160918/networkSecurityGroups/{network_security_group_id}/securityRules": securityRule,
  "iaas 20160918/vcns": vcn,
  "iaas 20160918/instances": instance,
  "iaas 20170115/loadBalancers": balancer,
  "iaas 20170115/loadBalancers/{load_balancer_id}/listeners": listener,
  "iaas 20170115/loadBalancers/{load_balancer_id}/certificates": certificate,
  "database 20160918/autonomousDatabases": database,
  "containerengine 20180222/clusters": cluster,
  "objectstorage n/{namespace}/b/{bucket}/o": object,
};
