import { generateKeyPairSync } from "node:crypto";
import { serverCertificate } from "../../../local/certificates";
import { Ledger } from "../../ledger";
import { budgets } from "./budgets";
import { clusters, registries } from "./clusters";
import { collections } from "./collections";
import { computing, network } from "./core";
import { databases, identity, logging, notifications, vaults } from "./databases";
import { type ApiAnswer, ApiError, type ApiRequest, ok } from "./http";
import { loadBalancing } from "./load-balancing";
import { metricIngestion } from "./metrics";
import { ObjectStorage } from "./object-storage";
import { atOnce, type Pace } from "./pace";
import { startProxy } from "./proxy";
import { secretBundles } from "./rights";
import { Routes } from "./routes";
import { bastions, servers } from "./servers";

/**
 * OCI's control plane as far as the stack asks it, for Oracle's own Terraform provider to talk to.
 *
 * It keeps what it is told and answers as the APIs document it, at the pace that it is given: at once, or with states that take
 * time, work requests that go on, changes that exclude each other and requests that are too many. It knows no limits and no
 * prices, and policies only where servers read secrets and pods post metrics. What it says is what the provider then believes, so tests with it show
 * what Terraform and the provider do.
 */
export class OciControlPlane {
  /** Starts it on a port of its own. */
  static async start(pace: Pace = atOnce): Promise<OciControlPlane> {
    const { certificate, key } = await serverCertificate([{ type: "dns", value: "oraclecloud.com" }]);
    const plane = new OciControlPlane(pace);
    const { url, close } = await startProxy({ cert: certificate, key }, (request) => {
      const call = `${request.method} ${request.service} ${request.path.join("/")}`;
      plane.calls.push(call);
      plane.signers.add(/keyId="([^"]+)"/.exec(String(request.headers.authorization))?.[1] ?? "");
      return plane.recorded(call, () => {
        plane.throttle(request);
        if (plane.refused?.test(call)) throw new ApiError(400, "InvalidParameter", `refused: ${call}`);
        return plane.routes.handle(request);
      });
    });
    Object.assign(plane.environment, settings(url));
    plane.stop = close;
    return plane;
  }

  /** Environment that sends the provider here. */
  readonly environment: Record<string, string> = {};
  /** Every request so far, such as `POST iaas 20160918/vcns`. */
  readonly calls: string[] = [];
  /** Ids of the keys that requests were signed with, `ST$` in front of a token; an empty one for none. */
  readonly signers = new Set<string>();
  /** Every request with its time, its answer's status and how much there was after it. */
  readonly ledger = new Ledger();
  /** Requests that are refused from now on, none where nothing is said. */
  refused: RegExp | undefined;
  /** Resources that exist, and the health of servers. */
  readonly routes: Routes;
  /** Buckets and objects. */
  readonly storage: ObjectStorage;

  private stop: () => Promise<void> = () => Promise.resolve();

  private writes = 0;

  private constructor(pace: Pace) {
    const routes = new Routes(pace);
    this.routes = routes;
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
      budgets,
      clusters,
      registries,
      secretBundles,
      metricIngestion,
    ])
      add(routes);
    routes.on("GET iaas 20160918/workRequests/:id", (_, id) => ok(routes.workRequestOf(id)));
    for (const { service, path, kind, ...special } of collections)
      routes.standard(service, path, kind, special);
  }

  /** Number of resources. */
  get alive(): number {
    return this.routes.inventory.size + this.storage.size;
  }

  /** Refuses one of many requests: "Too many requests were sent in the given amount of time", which the provider sends again. */
  private throttle({ method }: ApiRequest): void {
    const { throttledEvery } = this.routes.pace;
    if (throttledEvery === 0 || method === "GET" || method === "HEAD") return;
    if (++this.writes % throttledEvery === 0)
      throw new ApiError(429, "TooManyRequests", "Too many requests for the user");
  }

  private recorded(call: string, answer: () => ApiAnswer): ApiAnswer {
    try {
      const given = answer();
      this.ledger.enter(call, given.status, this.alive);
      return given;
    } catch (error) {
      this.ledger.enter(call, error instanceof ApiError ? error.status : 500, this.alive);
      throw error;
    }
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
