import { Construct } from "constructs";
import { bootScript } from "../boot-script";
import { requireThat } from "../errors";
import type * as contract from "../public-web-tier";
import { checkWebTierProps, defaultServers } from "../public-web-tier";
import { ArtifactBucket } from "./artifact-bucket";
import { Exposure } from "./exposure";
import { Iam } from "./iam";
import { LoadBalancer } from "./load-balancer";
import { OracleLinux } from "./oracle-linux";
import type { PrivateDatabase } from "./private-database";
import { PublicServer } from "./public-server";
import { ServerIdentity } from "./server-identity";
import { type BootProps } from "./server-launch";
import { ServerPool, type ServerPoolProps } from "./server-pool";
import { Shape } from "./shape";
import type { TieredNetwork } from "./tiered-network";

/** What a web tier on OCI can be told. */
export interface PublicWebTierProps extends contract.PublicWebTierProps {
  readonly network: TieredNetwork;
  readonly database: PrivateDatabase;
  /**
   * How visitors reach the servers.
   *
   * @default Exposure.loadBalancer()
   */
  readonly exposure?: Exposure;
  /**
   * What kind of machine each server is. They run Oracle Linux 9: see {@link OracleLinux} for why not 7.7.
   *
   * @default Shape.fixed("VM.Standard2.1")
   */
  readonly shape?: Shape;
  /**
   * OCID of an image of your own, made from Oracle Linux 9.
   *
   * @default - the newest that Oracle offers, looked up at deploy time
   */
  readonly imageId?: string;
  /**
   * The only availability domain that servers stand in, such as `kIdk:EU-FRANKFURT-1-AD-1`.
   *
   * @default - all that the region has
   */
  readonly availabilityDomain?: string;
  /**
   * Who makes the dynamic group and the policy that let servers read their secret.
   *
   * @default Iam.managed()
   */
  readonly iam?: Iam;
}

/** A flexible load balancer before an instance pool of Oracle Linux servers, or a single public server. */
export class PublicWebTier extends Construct implements contract.IPublicWebTier {
  readonly url: string;
  /** What an administrator of the tenancy creates where Terraform may not, one statement a line. */
  readonly statementsForAdministrator: string;

  private readonly identity: ServerIdentity;
  private readonly machine: Pick<ServerPoolProps, "shape" | "imageId" | "availabilityDomain">;

  constructor(scope: Construct, id: string, props: PublicWebTierProps) {
    super(scope, id);
    checkWebTierProps(this, props);
    this.machine = {
      shape: props.shape ?? Shape.fixed("VM.Standard2.1"),
      imageId: props.imageId ?? "",
      availabilityDomain: props.availabilityDomain ?? "",
    };
    this.identity = new ServerIdentity(this, "identity", {
      network: props.network,
      iam: props.iam ?? Iam.managed(),
    });
    this.statementsForAdministrator = this.identity.statementsForAdministrator;
    const exposure = props.exposure ?? Exposure.loadBalancer();
    this.url =
      exposure.kind === "load-balancer" ? this.serveThroughBalancer(props, exposure) : this.serveAlone(props);
  }

  private serveThroughBalancer(props: PublicWebTierProps, { bandwidthMbps }: Exposure): string {
    const { network, app, servers = defaultServers } = props;
    const loadBalancer = new LoadBalancer(this, "load-balancer", {
      network,
      app,
      bandwidthMbps,
      deletionProtected: props.deletionProtected ?? true,
    });
    const pool = new ServerPool(this, "servers", {
      network,
      loadBalancer,
      app,
      size: servers.min,
      ...this.machine,
    });
    props.database.allowFrom(pool.firewall);
    pool.boot(this.prepareBoot(props));
    return `http://${loadBalancer.address}`;
  }

  private serveAlone(props: PublicWebTierProps): string {
    const { network, app, servers } = props;
    if (servers)
      requireThat(
        this,
        "servers",
        servers,
        "be { min: 1, max: 1 } or left out where `exposure` is a single public server",
        ({ min, max }) => min === 1 && max === 1,
      );
    const server = new PublicServer(this, "server", { network, app, ...this.machine });
    props.database.allowFrom(server.firewall);
    const { publicIp } = server.boot(this.prepareBoot(props));
    return `http://${publicIp}:${app.port}`;
  }

  private prepareBoot({ network, database, app }: PublicWebTierProps): BootProps {
    const { source } = new ArtifactBucket(this, "artifact", { artifact: app.artifact, network });
    const { runtime } = OracleLinux;
    return {
      script: bootScript({ app, connection: database.connection, runtime, source }),
      after: database.grantLogin(this.identity),
    };
  }
}
