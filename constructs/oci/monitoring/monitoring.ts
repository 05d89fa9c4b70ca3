import { LoggingLog } from "@cdktf/provider-oci/lib/logging-log";
import { LoggingLogGroup } from "@cdktf/provider-oci/lib/logging-log-group";
import { MonitoringAlarm } from "@cdktf/provider-oci/lib/monitoring-alarm";
import { OnsNotificationTopic } from "@cdktf/provider-oci/lib/ons-notification-topic";
import { OnsSubscription } from "@cdktf/provider-oci/lib/ons-subscription";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { emailRule, isEmail, requireThat } from "../../shared";
import { createdIf, isGiven, physicalName, tenancyWideName } from "../account";

/** Properties of {@link Monitoring}. */
export interface MonitoringProps {
  /** Compartment that holds logs, alarms and topic. */
  readonly compartmentId: string;
  /** Whether the group of logs refuses to be destroyed. */
  readonly deletionProtected: boolean;
  /**
   * Whom alarms write to; a token may turn out to be empty.
   *
   * @default - nobody, until somebody subscribes to the topic
   */
  readonly email?: string;
}

/** A log that one of Oracle's services writes. */
export interface ServiceLog {
  /** Name of the service, such as `loadbalancer`. */
  readonly service: string;
  /** Which of the service's logs, such as `access`. */
  readonly category: string;
  /** OCID of what is logged. */
  readonly resource: string;
  /** Days that the log is kept. */
  readonly retentionDays: number;
}

/** A condition that somebody should hear of. */
export interface Alarm {
  /** What is wrong and where to look first. */
  readonly body: string;
  /** Namespace of the metric, such as `oci_lbaas`. */
  readonly namespace: string;
  /** Condition in Monitoring's query language. */
  readonly query: string;
  /** How bad it is. */
  readonly severity: "CRITICAL" | "WARNING";
  /**
   * How long it must last, as an ISO 8601 duration.
   *
   * @default "PT5M"
   */
  readonly pending?: string;
}

/** A log group for the logs of all tiers, and a Notifications topic with alarms on every tier. */
export class Monitoring extends Construct {
  /** Group of all the stack's logs. */
  readonly logGroup: LoggingLogGroup;
  /** Topic that alarms go to. */
  readonly topic: OnsNotificationTopic;

  private readonly compartmentId: string;

  constructor(
    scope: Construct,
    id: string,
    { compartmentId, deletionProtected, email = "" }: MonitoringProps,
  ) {
    super(scope, id);
    requireThat(this, "alarmEmail", email, emailRule, (address) => address === "" || isEmail(address));
    this.compartmentId = compartmentId;
    this.logGroup = new LoggingLogGroup(this, "logs", {
      compartmentId,
      displayName: physicalName(scope),
      ...(deletionProtected && { lifecycle: { preventDestroy: true } }),
    });
    this.topic = new OnsNotificationTopic(this, "topic", {
      compartmentId,
      name: tenancyWideName(scope, compartmentId),
      description: "Alarms",
    });
    if (email !== "") this.subscribe(email);
  }

  /** Has a service log what happens at one of its resources. */
  logService(scope: Construct, id: string, log: ServiceLog): LoggingLog {
    const { service, category, resource, retentionDays } = log;
    return new LoggingLog(scope, id, {
      logGroupId: this.logGroup.id,
      displayName: `${physicalName(scope)}-${id}`,
      logType: "SERVICE",
      isEnabled: true,
      retentionDuration: retentionDays,
      configuration: {
        compartmentId: this.compartmentId,
        source: { sourceType: "OCISERVICE", service, category, resource },
      },
    });
  }

  /** Sounds the alarm when a condition lasts. */
  alarm(scope: Construct, id: string, { body, namespace, query, severity, pending }: Alarm): MonitoringAlarm {
    return new MonitoringAlarm(scope, id, {
      compartmentId: this.compartmentId,
      metricCompartmentId: this.compartmentId,
      displayName: `${physicalName(scope)}-${id}`,
      destinations: [this.topic.id],
      isEnabled: true,
      namespace,
      query,
      severity,
      body,
      pendingDuration: pending ?? "PT5M",
      repeatNotificationDuration: "PT2H",
      messageFormat: "ONS_OPTIMIZED",
    });
  }

  private subscribe(email: string): void {
    new OnsSubscription(this, "email", {
      compartmentId: this.compartmentId,
      topicId: this.topic.id,
      protocol: "EMAIL",
      endpoint: email,
      ...createdIf(Token.isUnresolved(email) ? isGiven(email) : undefined),
    });
  }
}
