import { Construct } from "constructs";
import { manifestList, nodeImage, Program, workloadNames } from "../../kubernetes";
import type * as contract from "../../public-web-tier";
import { checkWebTierProps, defaultServers } from "../../public-web-tier";
import { defaultLogRetentionDays, requireThat } from "../../shared";
import { Iam, ServerIdentity } from "../account";
import { balancerAlarms, clusterAlarms } from "../monitoring";
import {
  AgentLogs,
  ArtifactBucket,
  checkMachine,
  LoadBalancer,
  OciAppMetrics,
  sessionRules,
  Shape,
} from "../web";
import { Backends } from "./backends";
import { Cluster } from "./cluster";
import { checkAccess } from "./cluster-access";
import { checkImage } from "./image";
import { ImageRepository } from "./image-repository";
import type { KubernetesWebTierProps } from "./kubernetes-web-tier-props";
import { NodePools } from "./node-pool";
import { PodIdentities } from "./pod-identity";
import { nodePort } from "./ports";
import { workload } from "./workload";

/**
 * A flexible load balancer before nodes of an OKE cluster, which forward visits to pods. Terraform makes everything but what runs in the
 * cluster: {@link manifests} describe that, and kubectl applies them.
 */
export class KubernetesWebTier extends Construct implements contract.IPublicWebTier {
  readonly url: string;
  /** IPv4 address behind the URL: that of the load balancer. */
  readonly address: string;
  /** Load balancer that visitors arrive at. */
  readonly loadBalancer: LoadBalancer;
  /** Cluster that runs the pods. */
  readonly cluster: Cluster;
  /** Repository of the app's images. */
  readonly images: ImageRepository;
  /** Manifests of everything that runs in the cluster, as one object of the kind `List` in JSON. */
  readonly manifests: string;
  /** The log of the pods, and the agents of nodes that fill it. */
  readonly logs: AgentLogs;
  /** What the app measures itself; undefined where it measures nothing. */
  readonly appMetrics: OciAppMetrics | undefined;
  /** Statements for an administrator of the tenancy where Terraform may not create policies, one a line. */
  readonly statementsForAdministrator: string;

  private readonly nodeIdentity: ServerIdentity;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: KubernetesWebTierProps,
  ) {
    super(scope, id);
    this.check();
    const { network, database, app, encryptionKeyId } = props;
    const logRetentionDays = props.logRetentionDays ?? defaultLogRetentionDays;
    const { deletionProtected = true } = props;
    const common = { network, logRetentionDays, deletionProtected };
    this.loadBalancer = this.createLoadBalancer(common);
    this.url = this.loadBalancer.url;
    this.address = this.loadBalancer.address;
    this.cluster = new Cluster(this, "cluster", {
      ...common,
      encryptionKeyId,
      access: props.access,
      preconditions: sessionRules(this, props),
    });
    const { nodes, pods } = this.cluster.groups;
    this.loadBalancer.securityGroup.allowTo(nodes, nodePort, "visits and health checks");
    database.allowFrom(pods);
    this.startNodes();
    this.images = new ImageRepository(this, "images", { place: network, deletionProtected });
    this.nodeIdentity = new ServerIdentity(this, "node-identity", {
      place: network,
      iam: props.iam ?? Iam.managed(),
    });
    this.logs = this.collectLogs(logRetentionDays);
    this.appMetrics = app.metrics && new OciAppMetrics(this, app, app.metrics);
    this.statementsForAdministrator = [this.identify(), this.nodeIdentity.statementsForAdministrator].join(
      "\n",
    );
    this.manifests = this.describe();
    this.sound("load-balancer", balancerAlarms(this.loadBalancer.balancer.id));
    this.sound("cluster", clusterAlarms(this.cluster.cluster.id));
    this.sound("app", this.appMetrics?.alarms ?? {});
  }

  private check(): void {
    const { access, image, exposure } = this.props;
    checkWebTierProps(this, this.props);
    checkMachine(this, this.props);
    checkAccess(this, access);
    if (image !== undefined) checkImage(this, image);
    requireThat(
      this,
      "exposure",
      exposure.choice.kind,
      "be a load balancer, because nodes of a cluster have no address on the internet",
      (kind) => kind === "load-balancer",
    );
  }

  private createLoadBalancer(
    common: Pick<KubernetesWebTierProps, "network"> & {
      readonly logRetentionDays: number;
      readonly deletionProtected: boolean;
    },
  ): LoadBalancer {
    const { app, exposure } = this.props;
    const { choice } = exposure;
    if (choice.kind !== "load-balancer") throw new Error("unreachable: the check has refused it");
    const { https, bandwidthMbps } = choice;
    const props = { ...common, app, https, bandwidthMbps, backendPort: nodePort };
    return new LoadBalancer(this, "load-balancer", props);
  }

  private startNodes(): void {
    const { network, servers = defaultServers } = this.props;
    const { pools } = new NodePools(this, "nodes", {
      network,
      cluster: this.cluster,
      // At its limit a pod computes on one processor, and the smallest node has two.
      count: Math.max(2, Math.ceil(servers.max / 2)),
      shape: this.props.shape ?? Shape.fixed("VM.Standard2.1"),
      oracleLinux: this.props.oracleLinux ?? "9",
      imageId: this.props.imageId ?? "",
      availabilityDomain: this.props.availabilityDomain ?? "",
      encryptionKeyId: this.props.encryptionKeyId,
    });
    new Backends(this, "backends", { loadBalancer: this.loadBalancer, pools });
  }

  // Those that serve never read the administrator's secret, as those that migrate do: on a server both are one machine.
  private identify(): string {
    const { app, database, network: place, iam = Iam.managed() } = this.props;
    const { namespace, serviceAccounts } = workloadNames(app);
    const clusterId = this.cluster.cluster.id;
    const identities = new PodIdentities(this, "identity", { place, iam, clusterId, namespace });
    const serving = identities.of(serviceAccounts.serve);
    database.grantServing(serving);
    if (this.appMetrics) serving.allow("write-metrics", [this.appMetrics.grant]);
    database.grantLogin(identities.of(serviceAccounts.migrate));
    return identities.statementsForAdministrator;
  }

  /**
   * Oracle's agent is on each managed node, and container runtimes name files by pod, namespace and container.
   *
   * https://docs.oracle.com/iaas/Content/ContEng/Tasks/contengviewingworkernodelogs.htm
   */
  private collectLogs(retentionDays: number): AgentLogs {
    const { app, network } = this.props;
    const { namespace } = workloadNames(app);
    return new AgentLogs(this, "logs", {
      network,
      app,
      identity: this.nodeIdentity,
      retentionDays,
      files: { paths: [`/var/log/containers/*_${namespace}_*.log`], parserType: "CRI" },
    });
  }

  private describe(): string {
    const { network, app, database, servers } = this.props;
    const { loadBalancer, appMetrics: metrics } = this;
    const { serviceBlock } = this.cluster;
    const program = this.program();
    return manifestList(
      workload({
        network,
        app,
        database,
        loadBalancer,
        serviceBlock,
        program,
        metrics,
        ...(servers && { servers }),
      }),
    );
  }

  // Nodes have a way to OCI Registry, and none to another one: Node's own image is copied there once, with its digest.
  private program(): Program {
    const { image, app, network, encryptionKeyId } = this.props;
    if (image !== undefined) return Program.image(image);
    const { url } = new ArtifactBucket(this, "artifact", {
      artifact: app.artifact,
      network,
      encryptionKeyId,
    });
    const [, digest] = nodeImage.split("@");
    return Program.artifact({ url }, `${this.images.url}@${digest}`);
  }

  private sound(of: string, alarms: ReturnType<typeof balancerAlarms>): void {
    for (const [id, alarm] of Object.entries(alarms))
      this.props.network.monitoring.alarm(this, `${of}-${id}`, alarm);
  }
}
