import { Construct } from "constructs";
import { bootScript } from "../boot-script";
import { requireThat } from "../errors";
import type * as contract from "../public-web-tier";
import { checkWebTierProps, defaultServers } from "../public-web-tier";
import { ArtifactBucket } from "./artifact-bucket";
import { Dashboard } from "./dashboard";
import { LoadBalancer } from "./load-balancer";
import type { PrivateDatabase } from "./private-database";
import { ServerGroup } from "./server-group";
import type { TieredNetwork } from "./tiered-network";

/** What a web tier on AWS can be told. */
export interface PublicWebTierProps extends contract.PublicWebTierProps {
  readonly network: TieredNetwork;
  readonly database: PrivateDatabase;
  /**
   * EC2 instance type. A Graviton type such as `t4g.micro` gets an ARM image by itself.
   *
   * @default "t3.micro"
   */
  readonly instanceType?: string;
}

// Amazon Linux 2023 names the versions apart: `node` alone is whichever was installed first.
const runtime = { install: "dnf -y install nodejs24", binary: "/usr/bin/node-24" };

/** An Application Load Balancer before an Auto Scaling group of Amazon Linux 2023 servers, with a dashboard. */
export class PublicWebTier extends Construct implements contract.IPublicWebTier {
  readonly url: string;
  /** Where visitors arrive. */
  readonly loadBalancer: LoadBalancer;
  /** What answers them. */
  readonly servers: ServerGroup;

  constructor(scope: Construct, id: string, props: PublicWebTierProps) {
    super(scope, id);
    checkWebTierProps(this, props);
    const { network, database, app, servers = defaultServers, instanceType = "t3.micro" } = props;
    requireThat(this, "instanceType", instanceType, "be an instance type such as t3.micro", (type) =>
      /^[a-z]+\d+[a-z-]*\.[a-z0-9-]+$/.test(type),
    );
    this.loadBalancer = new LoadBalancer(this, "load-balancer", {
      network,
      app,
      deletionProtected: props.deletionProtected ?? true,
    });
    this.servers = new ServerGroup(this, "servers", {
      network,
      loadBalancer: this.loadBalancer,
      servers,
      instanceType,
    });
    this.loadBalancer.firewall.allowTo(this.servers.firewall, app.port, "visits and health checks");
    network.allowEgress(this.servers.firewall);
    this.start(props);
    this.url = `http://${this.loadBalancer.balancer.dnsName}`;
    new Dashboard(this, "dashboard", { loadBalancer: this.loadBalancer, servers: this.servers, database });
  }

  private start({ network, database, app }: PublicWebTierProps): void {
    const { firewall, identity } = this.servers;
    const artifact = new ArtifactBucket(this, "artifact", { artifact: app.artifact, region: network.region });
    const { role } = identity;
    const grants = [artifact.grantRead(role), database.grantLogin(role), database.grantMigration(role)];
    database.allowFrom(firewall);
    this.servers.boot({
      script: bootScript({ app, connection: database.connection, runtime, source: artifact.source }),
      after: [artifact.object, ...grants, ...network.ready],
    });
  }
}
