import { EventsRule } from "@cdktf/provider-oci/lib/events-rule";
import { LoggingLog } from "@cdktf/provider-oci/lib/logging-log";
import { LoggingLogGroup } from "@cdktf/provider-oci/lib/logging-log-group";
import { MonitoringAlarm } from "@cdktf/provider-oci/lib/monitoring-alarm";
import { OnsNotificationTopic } from "@cdktf/provider-oci/lib/ons-notification-topic";
import { OnsSubscription } from "@cdktf/provider-oci/lib/ons-subscription";
import { type TerraformCount, Token } from "cdktf";
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
  /**
   * OCID of a topic that is there already and hears about everything, in place of a topic of its own.
   *
   * @default - a topic of its own
   */
  readonly existingTopicId?: string;
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
  /** Text of the notification: the fault, and where to look first. */
  readonly body: string;
  /** Namespace of the metric, such as `oci_lbaas`. */
  readonly namespace: string;
  /** Condition in Monitoring's query language. */
  readonly query: string;
  /** Severity, as OCI Monitoring names it. */
  readonly severity: "CRITICAL" | "WARNING";
  /**
   * Pending duration: time that the condition must hold before the alarm fires, in ISO 8601.
   *
   * @default "PT5M"
   */
  readonly pending?: string;
}

/** Something that one of Oracle's services says of a resource, in the Events service's words. */
export interface ServiceEvents {
  /** Description, in a few words. */
  readonly description: string;
  /** Types of events, such as `com.oraclecloud.databaseservice.autonomous.database.critical`. */
  readonly types: readonly string[];
}

/** A log group for the logs of all tiers, and a Notifications topic with alarms on every tier. */
export class Monitoring extends Construct {
  /** Group of all the stack's logs. */
  readonly logGroup: LoggingLogGroup;
  /** OCID of the topic that alarms go to. */
  readonly topicId: string;

  private readonly compartmentId: string;
  private readonly ifHeard: { count?: TerraformCount } | undefined;

  constructor(
    scope: Construct,
    id: string,
    { compartmentId, deletionProtected, email = "", existingTopicId }: MonitoringProps,
  ) {
    super(scope, id);
    requireThat(this, "alarmEmail", email, emailRule, (address) => address === "" || isEmail(address));
    this.compartmentId = compartmentId;
    this.logGroup = new LoggingLogGroup(this, "logs", {
      compartmentId,
      displayName: physicalName(scope),
      ...(deletionProtected && { lifecycle: { preventDestroy: true } }),
    });
    this.topicId = existingTopicId ?? this.createTopic(tenancyWideName(scope, compartmentId));
    const ifGiven =
      email === "" ? undefined : createdIf(Token.isUnresolved(email) ? isGiven(email) : undefined);
    if (ifGiven) this.subscribe(email, ifGiven);
    this.ifHeard = existingTopicId === undefined ? ifGiven : {};
  }

  /**
   * Has the topic hear what a service says of the compartment's resources, where somebody listens: alarms alone are kept where nobody
   * does.
   */
  forward(scope: Construct, id: string, { description, types }: ServiceEvents): void {
    if (!this.ifHeard) return;
    new EventsRule(scope, id, {
      compartmentId: this.compartmentId,
      displayName: `${physicalName(scope)}-${id}`,
      description,
      isEnabled: true,
      condition: JSON.stringify({ eventType: types }),
      actions: { action: [{ actionType: "ONS", isEnabled: true, topicId: this.topicId }] },
      ...this.ifHeard,
    });
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
      destinations: [this.topicId],
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

  private createTopic(name: string): string {
    const { compartmentId } = this;
    return new OnsNotificationTopic(this, "topic", { compartmentId, name, description: "Alarms" }).id;
  }

  private subscribe(email: string, ifGiven: { count?: TerraformCount }): void {
    new OnsSubscription(this, "email", {
      compartmentId: this.compartmentId,
      topicId: this.topicId,
      protocol: "EMAIL",
      endpoint: email,
      ...ifGiven,
    });
  }
}
