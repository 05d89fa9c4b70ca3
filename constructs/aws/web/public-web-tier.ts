import { Construct } from "constructs";
import { bootScript } from "../../server";
import { defaultLogRetentionDays, requireThat } from "../../shared";
import type * as contract from "../../public-web-tier";
import { checkDatabaseConnections, checkWebTierProps, defaultServers } from "../../public-web-tier";
import { CloudWatchAppMetrics } from "./app-metrics";
import { ArtifactBucket } from "./artifact-bucket";
import type { CustomerKey } from "../account";
import { Dashboard } from "./dashboard";
import { firstBootStep } from "./first-boot";
import type { Https } from "./https";
import { checkInstanceType } from "./instance-types";
import { LoadBalancer } from "./load-balancer";
import { checkImage, checkInstanceTypeInPlan } from "./plan-checks";
import { connectionsForUsers, type PrivateDatabase } from "../database";
import { ServerGroup } from "./server-group";
import { ServerLogs } from "./server-logs";
import { checkScalingTargets, defaultScalingTargets, type ScalingTargets } from "./server-scaling";
import type { INetwork } from "../network";
import { WebAcl } from "./web-acl";

/** Properties of {@link PublicWebTier}. */
export interface PublicWebTierProps extends contract.PublicWebTierProps {
  readonly network: INetwork;
  readonly database: PrivateDatabase;
  /** Encryption between visitors and the load balancer, or the reason why there is none. */
  readonly https: Https;
  /**
   * EC2 instance type. A Graviton type such as `t4g.micro` gets an ARM image by itself.
   *
   * @default "t3.micro"
   */
  readonly instanceType?: string;
  /**
   * Image of the servers, such as `ami-0123456789abcdef0`: an Amazon Linux 2023 for the instance type's architecture. Another one
   * replaces them.
   *
   * @default - Amazon's newest on the day that a server is started
   */
  readonly imageId?: string;
  /**
   * Averages that the number of servers is to keep.
   *
   * @default { cpuPercent: 60, requestsPerMinute: 6000 }
   */
  readonly scaleAt?: ScalingTargets;
  /**
   * Whether rules that AWS maintains look at each request first, and what they see is logged. Costs by rule and by request.
   *
   * @default false
   */
  readonly webAcl?: boolean;
  /**
   * Key that encrypts artifact and logs, except the load balancer's, which takes none but S3's own.
   *
   * @default - the keys that AWS keeps for each service
   */
  readonly key?: CustomerKey | undefined;
  /**
   * Tags of servers and their disks: the provider's default tags do not reach what Auto Scaling launches.
   *
   * @default - a name alone
   */
  readonly tags?: Readonly<Record<string, string>>;
}

// Amazon Linux 2023 names the versions apart: `node` alone is whichever was installed first.
const runtime = { install: "dnf install nodejs24", binary: "/usr/bin/node-24" };

const defaultInstanceType = "t3.micro";

/** An Application Load Balancer before an Auto Scaling group of Amazon Linux 2023 servers, with a dashboard. */
export class PublicWebTier extends Construct implements contract.IPublicWebTier {
  readonly url: string;
  /** The Application Load Balancer. */
  readonly loadBalancer: LoadBalancer;
  /** The Auto Scaling group behind it. */
  readonly servers: ServerGroup;
  /** The log groups of the servers. */
  readonly logs: ServerLogs;
  /** The app's own metrics in CloudWatch; undefined where the app has none. */
  readonly appMetrics: CloudWatchAppMetrics | undefined;
  /** All three tiers on one page. */
  readonly dashboard: Dashboard;

  private readonly logRetentionDays: number;
  private readonly deletionProtected: boolean;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PublicWebTierProps,
  ) {
    super(scope, id);
    this.check();
    this.logRetentionDays = props.logRetentionDays ?? defaultLogRetentionDays;
    this.deletionProtected = props.deletionProtected ?? true;
    this.loadBalancer = this.createLoadBalancer();
    this.url = this.loadBalancer.url;
    this.servers = this.createServers();
    const { database, app, key } = props;
    const { loadBalancer, servers, deletionProtected, logRetentionDays: retentionDays } = this;
    const metrics = app.metrics && new CloudWatchAppMetrics(this, app, app.metrics);
    this.appMetrics = metrics;
    this.logs = new ServerLogs(this, "logs", {
      appName: app.name,
      metrics,
      retentionDays,
      deletionProtected,
      key,
    });
    this.connect();
    this.start();
    this.dashboard = new Dashboard(this, "dashboard", {
      loadBalancer,
      machines: { servers },
      metrics,
      database,
    });
  }

  private check(): void {
    const { instanceType = defaultInstanceType, imageId, scaleAt = defaultScalingTargets } = this.props;
    const { instanceClass } = this.props.database;
    checkWebTierProps(this, this.props);
    checkDatabaseConnections(this, this.props, connectionsForUsers(instanceClass), instanceClass);
    checkScalingTargets(this, scaleAt);
    checkInstanceType(this, instanceType);
    // The default is known to be there.
    if (instanceType !== defaultInstanceType) checkInstanceTypeInPlan(this, instanceType);
    if (imageId !== undefined)
      requireThat(
        this,
        "imageId",
        imageId,
        "be the identifier of an image such as ami-0123456789abcdef0",
        (id) => /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id),
      );
    if (imageId !== undefined) checkImage(this, imageId, instanceType);
  }

  private createLoadBalancer(): LoadBalancer {
    const { network, app, https, webAcl = false, key } = this.props;
    const { logRetentionDays, deletionProtected } = this;
    const loadBalancer = new LoadBalancer(this, "load-balancer", {
      network,
      app,
      https,
      logRetentionDays,
      deletionProtected,
    });
    const { arn: loadBalancerArn } = loadBalancer.balancer;
    if (webAcl) new WebAcl(this, "web-acl", { loadBalancerArn, logRetentionDays, deletionProtected, key });
    return loadBalancer;
  }

  private createServers(): ServerGroup {
    const { network, servers, instanceType, imageId, scaleAt, tags } = this.props;
    return new ServerGroup(this, "servers", {
      network,
      loadBalancer: this.loadBalancer,
      servers: servers ?? defaultServers,
      instanceType: instanceType ?? defaultInstanceType,
      imageId,
      scaleAt: scaleAt ?? defaultScalingTargets,
      tags: tags ?? {},
    });
  }

  private connect(): void {
    const { network, database, app } = this.props;
    const { securityGroup } = this.servers;
    this.loadBalancer.securityGroup.allowTo(securityGroup, app.port, "visits and health checks");
    network.allowEgress(securityGroup);
    database.allowFrom(securityGroup);
  }

  private start(): void {
    const { network, database, app, key } = this.props;
    const { role } = this.servers.identity;
    const artifact = new ArtifactBucket(this, "artifact", {
      artifact: app.artifact,
      region: network.region,
      deletionProtected: this.deletionProtected,
      key,
    });
    const grants = [
      artifact.grantRead(role),
      database.grantLogin(role),
      database.grantMigration(role),
      this.logs.grantWrite(role),
    ];
    const { connection } = database;
    const { steps } = this.logs;
    this.servers.boot({
      script: bootScript({
        app,
        connection,
        runtime,
        source: artifact.source,
        ingress: this.loadBalancer.ingress,
        place: `AWS ${network.region}`,
        firstSteps: [firstBootStep(app)],
        steps,
      }),
      after: [artifact.object, this.logs.group, ...grants, ...network.ready],
    });
  }
}
