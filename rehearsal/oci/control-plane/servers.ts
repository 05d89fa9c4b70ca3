import { type Item, noContent, ok } from "./http";
import type { Routes } from "./routes";

/** Servers without a pool: each with the address and the disk that the provider asks for by requests of their own. */
export function servers(routes: Routes): void {
  const { inventory } = routes;
  const attachedTo = (kind: string, id: string | null) =>
    inventory.all(kind).filter(({ instanceId }) => instanceId === id);
  routes.on("POST iaas 20160918/instances", ({ body }) => {
    const { compartmentId, availabilityDomain } = body;
    const source = body.sourceDetails as Item;
    const vnic = (body.createVnicDetails ?? {}) as Item;
    const server = inventory.add("instance", {
      lifecycleState: "RUNNING",
      region: "iad",
      faultDomain: "FAULT-DOMAIN-1",
      launchMode: "PARAVIRTUALIZED",
      extendedMetadata: {},
      securityAttributes: {},
      ...body,
    });
    const common = { instanceId: server.id, compartmentId, availabilityDomain };
    inventory.add("vnic", {
      ...common,
      ...vnic,
      isPrimary: true,
      lifecycleState: "AVAILABLE",
      privateIp: `10.0.0.${routes.number()}`,
      ...(vnic.assignPublicIp === true && { publicIp: `192.0.2.${routes.number()}` }),
    });
    inventory.add("bootvolume", {
      ...common,
      lifecycleState: "AVAILABLE",
      imageId: source.imageId,
      kmsKeyId: source.kmsKeyId,
      sizeInGBs: 47,
      vpusPerGB: 10,
    });
    return ok(server);
  });
  routes.on("GET iaas 20160918/vnicAttachments", ({ query }) =>
    ok(
      attachedTo("vnic", query.get("instanceId")).map((vnic) => ({
        ...vnic,
        id: `${String(vnic.id)}attachment`,
        vnicId: vnic.id,
        lifecycleState: "ATTACHED",
      })),
    ),
  );
  routes.on("GET iaas 20160918/bootVolumeAttachments", ({ query }) =>
    ok(
      attachedTo("bootvolume", query.get("instanceId")).map((volume) => ({
        ...volume,
        id: `${String(volume.id)}attachment`,
        bootVolumeId: volume.id,
        lifecycleState: "ATTACHED",
      })),
    ),
  );
  routes.on("DELETE iaas 20160918/instances/:id", (_, id) => {
    for (const kind of ["vnic", "bootvolume"])
      for (const item of attachedTo(kind, id)) inventory.remove(String(item.id));
    inventory.remove(id);
    return noContent();
  });
  routes.standard("iaas", "20160918/vnics", "vnic");
  routes.standard("iaas", "20160918/bootVolumes", "bootvolume");
  routes.standard("iaas", "20160918/instances", "instance", { state: "RUNNING" });
}

/** Bastions: the provider learns their OCIDs from work requests. */
export function bastions(routes: Routes): void {
  const { inventory } = routes;
  const path = "bastion 20210331/bastions";
  const worked = (item: Item, actionType: string) =>
    ok(item, {
      "opc-work-request-id": routes.workRequest({
        resources: [{ entityType: "Bastion", actionType, identifier: item.id }],
      }),
    });
  routes.on("GET bastion 20210331/workRequests/:id", (_, id) => ok(routes.workRequestOf(id)));
  routes.on(`POST ${path}`, ({ body }) =>
    worked(
      inventory.add("bastion", {
        lifecycleState: "ACTIVE",
        privateEndpointIpAddress: "10.0.64.250",
        maxSessionsAllowed: 20,
        ...body,
      }),
      "CREATED",
    ),
  );
  routes.on(`GET ${path}/:id`, (_, id) => ok(inventory.get(id)));
  routes.on(`PUT ${path}/:id`, ({ body }, id) => worked(inventory.update(id, body), "UPDATED"));
  routes.on(`DELETE ${path}/:id`, (_, id) => {
    const item = inventory.get(id);
    inventory.remove(id);
    return worked(item, "DELETED");
  });
}
