import { generateKeyPairSync } from "node:crypto";
import { serverCertificate } from "../../../local/certificates";
import { collections } from "./collections";
import { computing, network } from "./core";
import { databases, identity, logging, notifications, vaults } from "./databases";
import { ApiError, ok } from "./http";
import { loadBalancing } from "./load-balancing";
import { ObjectStorage } from "./object-storage";
import { startProxy } from "./proxy";
import { Routes } from "./routes";
import { bastions, servers } from "./servers";

/**
 * OCI's control plane as far as the stack asks it, for Oracle's own Terraform provider to talk to.
 *
 * It keeps what it is told, answers as the APIs document it and is ready at once; it knows no limits, no policies and no
 * prices. What it says is what the provider then believes, so tests with it show what Terraform and the provider do.
 */
export class OciControlPlane {
  /** Starts it on a port of its own. */
  static async start(): Promise<OciControlPlane> {
    const { certificate, key } = await serverCertificate([{ type: "dns", value: "oraclecloud.com" }]);
    const plane = new OciControlPlane();
    const { url, close } = await startProxy({ cert: certificate, key }, (request) => {
      const call = `${request.method} ${request.service} ${request.path.join("/")}`;
      plane.calls.push(call);
      if (plane.refused?.test(call)) throw new ApiError(400, "InvalidParameter", `refused: ${call}`);
      return plane.routes.handle(request);
    });
    Object.assign(plane.environment, settings(url));
    plane.stop = close;
    return plane;
  }

  /** Environment that sends the provider here. */
  readonly environment: Record<string, string> = {};
  /** Every request so far, such as `POST iaas 20160918/vcns`. */
  readonly calls: string[] = [];
  /** Requests that are refused from now on, none where nothing is said. */
  refused: RegExp | undefined;
  /** What exists, and how servers feel. */
  readonly routes = new Routes();
  /** Buckets and objects. */
  readonly storage: ObjectStorage;

  private stop: () => Promise<void> = () => Promise.resolve();

  private constructor() {
    const { routes } = this;
    this.storage = new ObjectStorage(routes);
    for (const add of [
      network,
      computing,
      loadBalancing,
      databases,
      vaults,
      identity,
      logging,
      notifications,
      servers,
      bastions,
    ])
      add(routes);
    routes.on("GET iaas 20160918/workRequests/:id", (_, id) => ok(routes.workRequestOf(id)));
    for (const { service, path, kind, ...special } of collections)
      routes.standard(service, path, kind, special);
  }

  /** Stops answering. */
  close(): Promise<void> {
    return this.stop();
  }
}

function settings(proxy: string): Record<string, string> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    HTTPS_PROXY: proxy,
    NO_PROXY: "",
    // The provider's own name for a certificate that no authority signed.
    accept_local_certs: "true",
    TF_VAR_tenancy_ocid: "ocid1.tenancy.oc1..test",
    TF_VAR_user_ocid: "ocid1.user.oc1..test",
    TF_VAR_fingerprint: "00:00",
    TF_VAR_private_key: privateKey.export({ type: "pkcs1", format: "pem" }) as string,
    TF_VAR_compartment_ocid: "ocid1.compartment.oc1..test",
    TF_VAR_region: "us-ashburn-1",
  };
}
