import { profiles, type Profile } from "./profiles";
import { choice, required, someOf, text } from "./types";
import type { Keys } from "./declare";

/** Clouds that there is a stack for. */
const clouds = ["aws", "oci"] as const;

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

/** A cloud that there is a stack for. */
export type Cloud = (typeof clouds)[number];
