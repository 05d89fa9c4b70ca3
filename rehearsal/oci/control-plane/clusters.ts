import { type Item, ok } from "./http";
import { requireUnused } from "./in-use";
import type { Routes } from "./routes";

const version = "20180222";

/** Release of Kubernetes that there are images of nodes for. */
const release = "1.36.1";

/** Clusters and pools of nodes: the provider learns their OCIDs from work requests. */
export function clusters(routes: Routes): void {
  routes.on(`GET containerengine ${version}/workRequests/:id`, (_, id) => ok(routes.workRequestOf(id)));
  worked(routes, "clusters", "cluster", (body) => ({
    lifecycleState: "ACTIVE",
    type: "BASIC_CLUSTER",
    endpoints: { privateEndpoint: `10.0.64.${routes.number()}:6443` },
    availableKubernetesUpgrades: [],
    imagePolicyConfig: { isPolicyEnabled: false },
    metadata: {},
    ...body,
  }));
  worked(routes, "nodePools", "nodepool", (body) => ({
    lifecycleState: "ACTIVE",
    nodeMetadata: {},
    initialNodeLabels: [],
    ...body,
    nodeSource: body.nodeSourceDetails,
    nodes: nodesOf(routes, body),
  }));
  routes.on(`GET containerengine ${version}/nodePoolOptions/:id`, () =>
    ok({
      kubernetesVersions: [`v${release}`],
      shapes: ["VM.Standard2.1"],
      images: [],
      sources: ["8.10", "9.7"].flatMap((linux) =>
        ["", "aarch64-", "Gen2-GPU-"].flatMap((processor) =>
          ["2026.05.31-0", "2026.06.15-0"].map((date, index) => ({
            sourceType: "IMAGE",
            sourceName: `Oracle-Linux-${linux}-${processor}${date}-OKE-${release}-${1500 + index}`,
            imageId: `ocid1.image.oc1.iad.oke${linux}${processor}${date}`.replaceAll("-", ""),
          })),
        ),
      ),
    }),
  );
}

/** Repositories of images: the name of one is taken for the whole tenancy. */
export function registries(routes: Routes): void {
  routes.standard("artifacts", "20160918/container/repositories", "containerrepo", {
    unique: { name: "displayName" },
    listsItems: true,
    extra: (body) => ({
      namespace: "test",
      imageCount: 0,
      layerCount: 0,
      layersSizeInBytes: 0,
      billableSizeInGBs: 0,
      ...body,
    }),
  });
}

function worked(routes: Routes, name: string, kind: string, made: (body: Item) => Item): void {
  const { inventory } = routes;
  const path = `containerengine ${version}/${name}`;
  const work = (actionType: string, identifier: unknown) => ({
    status: 202,
    headers: {
      "opc-work-request-id": routes.workRequest({
        resources: [{ entityType: kind, actionType, identifier }],
      }),
    },
  });
  routes.on(`POST ${path}`, ({ body }) => work("CREATED", inventory.add(kind, made(body)).id));
  routes.on(`PUT ${path}/:id`, ({ body }, id) => work("UPDATED", inventory.update(id, body).id));
  routes.on(`POST ${path}/:id/actions/updateEndpointConfig`, ({ body }, id) => {
    const { endpointConfig } = inventory.get(id);
    return work(
      "UPDATED",
      inventory.update(id, { endpointConfig: { ...(endpointConfig as Item), ...body } }).id,
    );
  });
  routes.on(`DELETE ${path}/:id`, (_, id) => {
    inventory.requireIdle(id);
    requireUnused(inventory, id);
    inventory.remove(id);
    return work("DELETED", id);
  });
  routes.standard("containerengine", `${version}/${name}`, kind);
}

function nodesOf(routes: Routes, { nodeConfigDetails, kubernetesVersion }: Item): Item[] {
  const { size, placementConfigs } = nodeConfigDetails as { size: number; placementConfigs: Item[] };
  return Array.from({ length: size }, (_, index) => {
    const { availabilityDomain, faultDomains, subnetId } = placementConfigs[index % placementConfigs.length]!;
    return {
      id: routes.next("instance"),
      name: `oke-node-${routes.number()}`,
      kubernetesVersion,
      availabilityDomain,
      faultDomain: (faultDomains as string[] | undefined)?.[0] ?? "FAULT-DOMAIN-1",
      subnetId,
      privateIp: `10.0.65.${routes.number()}`,
      lifecycleState: "ACTIVE",
    };
  });
}
