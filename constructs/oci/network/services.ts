import { DataOciCoreServices } from "@cdktf/provider-oci/lib/data-oci-core-services";
import { Construct } from "constructs";

/** The service CIDR label of all of Oracle's services in the region, as a service gateway and a security rule name them. */
export class Services extends Construct {
  /** OCID that a service gateway leads to. */
  readonly serviceId: string;
  /** Label that routes and rules name, such as `all-iad-services-in-oracle-services-network`. */
  readonly label: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { services } = new DataOciCoreServices(this, "all", {
      filter: [{ name: "name", values: ["All .* Services In Oracle Services Network"], regex: true }],
    });
    this.serviceId = services.get(0).id;
    this.label = services.get(0).cidrBlock;
  }
}
