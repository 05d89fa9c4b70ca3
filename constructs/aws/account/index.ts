export { accountOf } from "./account";
export { CustomerKey, databaseEventsService } from "./customer-key";
export { destroyedLast } from "./destroyed-last";
export { logGroup } from "./log-group";
export { partition } from "./partition";
export { allow, document } from "./policy";
export { PrivateBucket } from "./private-bucket";
export { ServerRole } from "./server-role";
export { serviceRole } from "./service-role";
