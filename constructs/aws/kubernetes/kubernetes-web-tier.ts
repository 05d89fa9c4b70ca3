import { Construct } from "constructs";
import { manifestList, Program, nodeImage, workloadNames } from "../../kubernetes";
import type * as contract from "../../public-web-tier";
import { checkDatabaseConnections, checkWebTierProps, defaultServers } from "../../public-web-tier";
import { defaultLogRetentionDays, requireThat } from "../../shared";
import { connectionsForUsers } from "../database";
import { ArtifactBucket, CloudWatchAppMetrics, Dashboard, LoadBalancer, WebAcl } from "../web";
import { Cluster } from "./cluster";
import { checkAccess } from "./cluster-access";
import { checkImage } from "./image";
import { ImageRepository } from "./image-repository";
import type { KubernetesWebTierProps } from "./kubernetes-web-tier-props";
import { nodePoolManifests } from "./node-pool";
import { checkNodeType } from "./node-types";
import { PodIdentity } from "./pod-identity";
import { PodLogs } from "./pod-logs";
import { workload } from "./workload";

const defaultInstanceType = "t3.medium";

/**
 * Services that nodes and pods call, beside S3. AWS names these for a cluster without a way to the internet; which of them Auto Mode does
 * without is not documented: https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
 */
export const clusterServices: readonly string[] = [
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "eks-auth",
  "logs",
  "secretsmanager",
  "sts",
];

/**
 * An Application Load Balancer before pods of an EKS cluster in Auto Mode, with a dashboard. Terraform makes everything but what runs in
 * the cluster: {@link manifests} describe that, and kubectl applies them.
 */
export class KubernetesWebTier extends Construct implements contract.IPublicWebTier {
  readonly url: string;
  /** The Application Load Balancer. */
  readonly loadBalancer: LoadBalancer;
  /** The EKS cluster. */
  readonly cluster: Cluster;
  /** Name of the cluster. */
  readonly clusterName: string;
  /** The ECR repository of the app's images. */
  readonly images: ImageRepository;
  /** The log group of the pods. */
  readonly logs: PodLogs;
  /** The app's own metrics in CloudWatch; undefined where the app has none. */
  readonly appMetrics: CloudWatchAppMetrics | undefined;
  /** All three tiers on one page. */
  readonly dashboard: Dashboard;
  /** Every object of the cluster, as one object of the kind `List` in JSON. */
  readonly manifests: string;

  private readonly deletionProtected: boolean;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: KubernetesWebTierProps,
  ) {
    super(scope, id);
    this.check();
    const { network, database, app, key } = props;
    const logRetentionDays = props.logRetentionDays ?? defaultLogRetentionDays;
    const deletionProtected = (this.deletionProtected = props.deletionProtected ?? true);
    const common = { network, logRetentionDays, deletionProtected, key };
    this.loadBalancer = this.createLoadBalancer(logRetentionDays);
    this.url = this.loadBalancer.url;
    this.cluster = new Cluster(this, "cluster", { ...common, access: props.access });
    this.clusterName = this.cluster.cluster.name;
    const { pods } = this.cluster.groups;
    this.loadBalancer.securityGroup.allowTo(pods, app.port, "visits and health checks");
    database.allowFrom(pods);
    this.images = new ImageRepository(this, "images", { deletionProtected, key });
    this.identify();
    this.appMetrics = app.metrics && new CloudWatchAppMetrics(this, app, app.metrics);
    this.logs = new PodLogs(this, "logs", {
      app,
      cluster: this.cluster,
      network,
      images: this.images,
      retentionDays: logRetentionDays,
      deletionProtected,
      key,
    });
    this.manifests = this.describe();
    this.dashboard = new Dashboard(this, "dashboard", {
      loadBalancer: this.loadBalancer,
      machines: { clusterName: this.clusterName },
      metrics: this.appMetrics,
      database,
    });
  }

  private check(): void {
    const { access, image, key, instanceType = defaultInstanceType, network } = this.props;
    const { instanceClass } = this.props.database;
    checkWebTierProps(this, this.props);
    checkDatabaseConnections(this, this.props, connectionsForUsers(instanceClass), instanceClass);
    checkAccess(this, access);
    checkNodeType(this, instanceType);
    if (image !== undefined) checkImage(this, image);
    requireThat(
      this,
      "image",
      image,
      "be given with a key of one's own, because pods fetch the artifact without a signature, and no such key decrypts for them",
      (reference) => reference !== undefined || key === undefined,
    );
    requireThat(
      this,
      "egress",
      network.egress?.kind,
      "be `endpoints` or `nat`, because nodes have no address on the internet",
      (kind) => kind !== "public-addresses",
    );
  }

  private createLoadBalancer(logRetentionDays: number): LoadBalancer {
    const { network, app, https, webAcl = false, key } = this.props;
    const { deletionProtected } = this;
    const loadBalancer = new LoadBalancer(this, "load-balancer", {
      network,
      app,
      https,
      logRetentionDays,
      deletionProtected,
      clusterName: Cluster.nameIn(this),
    });
    const { arn: loadBalancerArn } = loadBalancer.balancer;
    if (webAcl) new WebAcl(this, "web-acl", { loadBalancerArn, logRetentionDays, deletionProtected, key });
    return loadBalancer;
  }

  // Those that serve never read the administrator's secret, as those that migrate do: on a server both are one machine.
  private identify(): void {
    const { app, database } = this.props;
    const { cluster } = this;
    const { namespace, serviceAccounts } = workloadNames(app);
    const identity = (id: string, serviceAccount: string) =>
      new PodIdentity(this, id, { cluster, namespace, serviceAccount }).role;
    database.grantLogin(identity("serving", serviceAccounts.serve));
    database.grantMigration(identity("migrating", serviceAccounts.migrate));
  }

  private describe(): string {
    const { network, app, database, servers = defaultServers, instanceType } = this.props;
    const nodes = nodePoolManifests({
      name: app.name,
      cluster: this.cluster,
      network,
      instanceType: instanceType ?? defaultInstanceType,
      // One for each pod, and one for a pod that comes before another goes.
      maxNodes: servers.max + 1,
    });
    const { loadBalancer, appMetrics: metrics } = this;
    const program = this.program();
    const pods = workload({ network, app, database, servers, loadBalancer, program, metrics });
    return manifestList([...nodes, ...this.logs.manifests, ...pods]);
  }

  // Nodes without a way to the internet pull from ECR alone: Node's own image is copied there once, with its digest.
  private program(): Program {
    const { image, app, network } = this.props;
    if (image !== undefined) return Program.image(image);
    const { url } = new ArtifactBucket(this, "artifact", {
      artifact: app.artifact,
      region: network.region,
      deletionProtected: this.deletionProtected,
      readableFromVpc: network.vpc.id,
    });
    const [, digest] = nodeImage.split("@");
    return Program.artifact({ url }, `${this.images.repository.repositoryUrl}@${digest}`);
  }
}
