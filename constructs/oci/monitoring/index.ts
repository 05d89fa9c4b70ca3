export { balancerAlarms, databaseAlarms, serverAlarms } from "./alarms";
export { type Alarm, Monitoring } from "./monitoring";
