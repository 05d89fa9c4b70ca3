import { Construct } from "constructs";
import { bootScript } from "../../server";
import { defaultLogRetentionDays, type Ingress } from "../../shared";
import type * as contract from "../../public-web-tier";
import { checkWebTierProps, defaultServers } from "../../public-web-tier";
import { type Alarm, balancerAlarms, serverAlarms } from "../monitoring";
import { AgentLogs } from "./agent-logs";
import { ServerMetrics } from "./server-metrics";
import { ArtifactBucket } from "./artifact-bucket";
import type { LoadBalancerOptions } from "./exposure";
import { Iam, ServerIdentity } from "../account";
import { LoadBalancer } from "./load-balancer";
import { OracleLinux } from "./oracle-linux";
import { PublicServer } from "./public-server";
import { checkMachine, checkSingle, type PublicWebTierProps } from "./public-web-tier-props";
import { Scaling } from "./scaling";
import { securityUpdates } from "./security-updates";
import { type BootProps } from "./server-launch";
import { sessionRules } from "./session-rules";
import { ServerPool, type ServerPoolProps } from "./server-pool";
import { Shape } from "./shape";

interface Served {
  readonly url: string;
  readonly address: string;
  readonly serversId: string;
}

/** A flexible load balancer before an instance pool of Oracle Linux servers, or a single public server. */
export class PublicWebTier extends Construct implements contract.IPublicWebTier {
  readonly url: string;
  /** IPv4 address behind the URL: that of the load balancer, or of the single server. */
  readonly address: string;
  /** OCID of the pool of servers, or of the single server. */
  readonly serversId: string;
  /** OCID of the log that the servers write. */
  readonly appLogId: string;
  /** Statements that an administrator of the tenancy creates where Terraform may not, one a line. */
  readonly statementsForAdministrator: string;

  private readonly identity: ServerIdentity;
  private readonly logs: AgentLogs;
  private readonly metrics: ServerMetrics | undefined;
  private readonly machine: Pick<
    ServerPoolProps,
    "shape" | "imageId" | "availabilityDomain" | "oracleLinux" | "secureBoot" | "encryptionKeyId"
  >;
  private readonly logRetentionDays: number;
  private readonly sessionRules: ReturnType<typeof sessionRules>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PublicWebTierProps,
  ) {
    super(scope, id);
    checkWebTierProps(this, props);
    checkMachine(this, props);
    this.sessionRules = sessionRules(this, props);
    this.logRetentionDays = props.logRetentionDays ?? defaultLogRetentionDays;
    this.machine = {
      shape: props.shape ?? Shape.fixed("VM.Standard2.1"),
      oracleLinux: props.oracleLinux ?? "9",
      imageId: props.imageId ?? "",
      availabilityDomain: props.availabilityDomain ?? "",
      secureBoot: props.secureBoot ?? false,
      encryptionKeyId: props.encryptionKeyId,
    };
    this.identity = new ServerIdentity(this, "identity", {
      place: props.network,
      iam: props.iam ?? Iam.managed(),
    });
    this.logs = new AgentLogs(this, "logs", {
      network: props.network,
      app: props.app,
      identity: this.identity,
      retentionDays: this.logRetentionDays,
    });
    this.appLogId = this.logs.log.id;
    const { network, app } = props;
    const { identity } = this;
    if (app.metrics)
      this.metrics = new ServerMetrics(this, "metrics", { network, app, metrics: app.metrics, identity });
    this.sound("app", this.metrics?.alarms ?? {});
    this.statementsForAdministrator = this.identity.statementsForAdministrator;
    const { choice } = props.exposure;
    const served = choice.kind === "load-balancer" ? this.serveThroughBalancer(choice) : this.serveAlone();
    this.url = served.url;
    this.address = served.address;
    this.serversId = served.serversId;
  }

  private serveThroughBalancer({ https, bandwidthMbps }: Required<LoadBalancerOptions>): Served {
    const { network, app, database, servers = defaultServers } = this.props;
    const loadBalancer = new LoadBalancer(this, "load-balancer", {
      network,
      app,
      https,
      bandwidthMbps,
      deletionProtected: this.props.deletionProtected ?? true,
      logRetentionDays: this.logRetentionDays,
    });
    const pool = new ServerPool(this, "servers", {
      network,
      loadBalancer,
      app,
      servers,
      scaling: this.props.scaling ?? Scaling.byCpu(),
      preconditions: this.sessionRules,
      ...this.machine,
    });
    database.allowFrom(pool.securityGroup);
    const { id } = pool.boot(this.prepareBoot(loadBalancer.ingress));
    this.sound("servers", serverAlarms({ dimension: "instancePoolId", id }));
    this.sound("load-balancer", balancerAlarms(loadBalancer.balancer.id));
    return { url: loadBalancer.url, address: loadBalancer.address, serversId: id };
  }

  private serveAlone(): Served {
    const { network, app, database, bootVolumeBackups = "bronze" } = this.props;
    checkSingle(this, this.props);
    const server = new PublicServer(this, "server", { network, app, bootVolumeBackups, ...this.machine });
    database.allowFrom(server.securityGroup);
    const { publicIp, id } = server.boot(this.prepareBoot(server.ingress));
    this.sound("server", serverAlarms({ dimension: "resourceId", id }));
    return { url: `http://${publicIp}:${app.port}`, address: publicIp, serversId: id };
  }

  private prepareBoot(ingress: Ingress): BootProps {
    const { network, database, app } = this.props;
    const { source } = new ArtifactBucket(this, "artifact", {
      artifact: app.artifact,
      network,
      encryptionKeyId: this.props.encryptionKeyId,
    });
    const runtime = OracleLinux.runtime(this.machine.oracleLinux);
    return {
      script: bootScript({
        app,
        connection: database.connection,
        runtime,
        source,
        ingress,
        place: `OCI ${network.region}`,
        steps: [securityUpdates],
      }),
      after: [...database.grantLogin(this.identity), ...this.logs.after, ...(this.metrics?.after ?? [])],
      notice: this.identity.noticeForAdministrator,
    };
  }

  private sound(of: string, alarms: Readonly<Record<string, Alarm>>): void {
    for (const [id, alarm] of Object.entries(alarms))
      this.props.network.monitoring.alarm(this, `${of}-${id}`, alarm);
  }
}
