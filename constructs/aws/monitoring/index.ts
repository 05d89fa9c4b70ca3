export { Monitoring, type MonitoringProps } from "./monitoring";
export { isTopicArn, topicArnRule } from "./alarm-topic";
