export { appAlarms } from "./app-alarms";
export { balancerAlarms, databaseAlarms, serverAlarms, sessionsPerEcpu } from "./alarms";
export { databaseEvents } from "./database-events";
export { type Alarm, Monitoring } from "./monitoring";
