import { all, staysInOci, type OciChange } from "./oci-bases";

/** What each key of the context about alarms, contacts and budgets does to a running stack on OCI. */
export const ociWatchContext: readonly OciChange[] = [
  {
    option: "ociAlarmTopicId",
    base: "lab",
    change: "comes",
    to: { context: { ociAlarmTopicId: "ocid1.onstopic.oc1.iad.yours" } },
    effect: "in place",
    gone: ["oci_ons_notification_topic"],
  },
  {
    option: "noAlarmEmailBecause",
    base: "production",
    change: "comes in place of `alarm_email`",
    to: {
      context: { noAlarmEmailBecause: "an operator's console shows the alarms all day" },
      variables: { alarm_email: "" },
    },
    effect: "in place",
    gone: ["oci_events_rule", "oci_ons_subscription"],
  },
  {
    option: "ociMonthlyBudget",
    base: "lab",
    change: "comes",
    to: { context: { ociMonthlyBudget: 900 } },
    effect: "in place",
    note: "without `alarm_email` it writes to nobody",
  },
  {
    option: "ociMonthlyBudget",
    base: all,
    change: "another sum",
    to: { context: { ociMonthlyBudget: 1200 } },
    effect: "in place",
  },
  {
    option: "ociMonthlyBudget",
    base: all,
    change: "goes",
    to: { context: { ociMonthlyBudget: "" } },
    effect: "in place",
    gone: ["oci_budget_alert_rule", "oci_budget_budget"],
  },
  {
    option: "ociContacts",
    base: "lab",
    change: "come",
    to: { context: { ociContacts: "dba@example.com" } },
    effect: "in place",
  },
  {
    option: "ociContacts",
    base: all,
    change: "others",
    to: { context: { ociContacts: "a@example.com,b@example.com" } },
    effect: "in place",
  },
  {
    option: "ociContacts",
    base: all,
    change: "go",
    to: { context: { ociContacts: "" } },
    effect: "nothing",
    note: staysInOci,
  },
];
