export { appAlarms } from "./app-alarms";
export { balancerAlarms, clusterAlarms, databaseAlarms, serverAlarms, sessionsPerEcpu } from "./alarms";
export { Budget, budgetRule } from "./budget";
export { databaseEvents } from "./database-events";
export { type Alarm, Monitoring } from "./monitoring";
