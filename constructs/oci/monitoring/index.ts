export { appAlarms } from "./app-alarms";
export { balancerAlarms, databaseAlarms, serverAlarms } from "./alarms";
export { type Alarm, Monitoring } from "./monitoring";
