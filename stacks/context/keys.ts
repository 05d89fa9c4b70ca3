import * as z from "zod";
import { leaveProductionRule } from "./production";
import { profiles, type Profile } from "./profiles";
import { choice, numberField, required, shaped, someOf, text, texts } from "./types";
import type { Keys } from "./declare";

/** Clouds that there is a stack for. */
const clouds = ["aws", "oci"] as const;

/** Platforms of the application. */
const webTiers = { servers: "servers", kubernetes: "kubernetes" } as const;

/** Keys of the context that belong to no cloud. */
export const commonKeys = {
  profile: {
    ...required(choice<Profile>(profiles)),
    default: "`lab`",
    does: "`lab` is cheap and goes with one `destroy`; `production` has a standby database, protects everything from deletion, and does not synthesize without HTTPS (AWS) and an address for alarms. Both are equally secure",
    props: ["profile"],
  },
  clouds: {
    ...someOf(clouds),
    default: "both",
    does: '`["aws"]` or `["oci"]` leaves the other stack out of every command',
    props: [],
  },
  servers: {
    ...shaped(
      (rule) => z.strictObject({ min: numberField, max: numberField }, rule),
      "be an object with numbers `min` and `max`",
    ),
    default: "2 to 4 in the lab, 2 to 8 in production",
    does: "how many servers there are at the least and at the most, on each cloud",
    props: ["servers"],
  },
  webTier: {
    ...choice(webTiers),
    default: "`servers`",
    does: "`kubernetes` runs the application as pods of a managed cluster in place of servers, before the same load balancer and database. Decide before the first deployment: a stack that runs keeps what it has",
    props: ["webTier"],
  },
  leaveProduction: {
    ...texts(leaveProductionRule),
    default: "not set",
    does: "stacks that may be deployed as `lab` after they were `production`, such as `aws-stack` or `staging/aws-stack`: for every other the plan refuses to",
    props: [],
  },
  noAlarmEmailBecause: {
    ...text(
      "say in 20 characters or more who hears of alarms without an e-mail",
      (reason) => reason.trim().length >= 20,
    ),
    default: "not set",
    does: "who hears of alarms otherwise: `production` then does without an address, on both clouds",
    props: [],
  },
} as const satisfies Keys;

/** Platform of the application. */
export type WebTierKind = keyof typeof webTiers;

/** A cloud that there is a stack for. */
export type Cloud = (typeof clouds)[number];
