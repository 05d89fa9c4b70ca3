export { Watch, type WatchProps } from "./monitoring";
