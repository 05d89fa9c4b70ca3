export { balancerAlarms, databaseAlarms, serverAlarms } from "./alarms";
export { type Alarm, Watch } from "./monitoring";
