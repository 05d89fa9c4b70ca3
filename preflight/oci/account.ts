import { CertificatesManagementClient } from "oci-certificatesmanagement";
import { CircuitBreaker, type ClientConfiguration, NoRetryConfigurationDetails } from "oci-common";
import { ContainerEngineClient } from "oci-containerengine";
import { ComputeClient, ComputeManagementClient } from "oci-core";
import { DatabaseClient } from "oci-database";
import { IdentityClient } from "oci-identity";
import { KmsManagementClient, KmsVaultClient } from "oci-keymanagement";
import { LimitsClient } from "oci-limits";
import { ResourceSearchClient } from "oci-resourcesearch";
import { VaultsClient } from "oci-vault";
import type { Credentials } from "./credentials";

/** Region, tenancy and compartment of the stack. */
export interface Place {
  readonly tenancyId: string;
  readonly compartmentId: string;
  readonly region: string;
}

/** Methods that all clients of the SDK have in common, as far as they are used here. */
interface Client {
  regionId: string;
  endpoint: string;
}

/** A tenancy on OCI, asked with the credentials that Terraform would take, too. */
export class OciAccount {
  readonly certificates: CertificatesManagementClient;
  readonly clusters: ContainerEngineClient;
  readonly compute: ComputeClient;
  readonly database: DatabaseClient;
  /** IAM is the same in every region that the tenancy has. */
  readonly identity: IdentityClient;
  readonly limits: LimitsClient;
  readonly pools: ComputeManagementClient;
  readonly search: ResourceSearchClient;
  readonly secrets: VaultsClient;
  readonly vaults: KmsVaultClient;

  /**
   * @param endpoint address of all services; by default each has its own in the region
   */
  constructor(
    readonly credentials: Credentials,
    readonly place: Place,
    private readonly endpoint?: string,
  ) {
    const { region = place.region } = credentials;
    const at = <Each extends Client>(client: Each, regionId = place.region) => this.placed(client, regionId);
    this.certificates = at(new CertificatesManagementClient(this.settings, configuration));
    this.clusters = at(new ContainerEngineClient(this.settings, configuration));
    this.compute = at(new ComputeClient(this.settings, configuration));
    this.database = at(new DatabaseClient(this.settings, configuration));
    this.identity = at(new IdentityClient(this.settings, configuration), region);
    this.limits = at(new LimitsClient(this.settings, configuration));
    this.pools = at(new ComputeManagementClient(this.settings, configuration));
    this.search = at(new ResourceSearchClient(this.settings, configuration));
    this.secrets = at(new VaultsClient(this.settings, configuration));
    this.vaults = at(new KmsVaultClient(this.settings, configuration));
  }

  /** Keys of a vault, which has an address of its own. */
  keysAt(managementEndpoint: string): KmsManagementClient {
    const client = new KmsManagementClient(this.settings, configuration);
    client.endpoint = this.endpoint ?? managementEndpoint;
    return client;
  }

  private get settings() {
    return { authenticationDetailsProvider: this.credentials.provider };
  }

  private placed<Each extends Client>(client: Each, regionId: string): Each {
    if (this.endpoint === undefined) client.regionId = regionId;
    else client.endpoint = this.endpoint;
    return client;
  }
}

// A question has seconds, and is asked once: nothing that goes on in the background is of use.
const configuration: ClientConfiguration = {
  retryConfiguration: NoRetryConfigurationDetails,
  circuitBreaker: new CircuitBreaker({ disableClientCircuitBreaker: true }),
};
