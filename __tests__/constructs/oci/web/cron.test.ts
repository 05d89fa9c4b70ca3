import { describe, expect, test } from "@jest/globals";
import { checkCron } from "../../../../constructs/oci/web/cron";

describe("moment of a schedule on OCI", () => {
  // The first is the provider's own example, most of the others are those of Quartz's tutorial.
  test.each([
    "0 15 10 ? * *",
    "0 0 7 ? * MON-FRI",
    "0 0 12 * * ?",
    "0 15 10 * * ? *",
    "0 15 10 * * ? 2030",
    "0 0/5 14,18 * * ?",
    "0 0-5 14 * * ?",
    "0 10,44 14 ? 3 wed",
    "0 15 10 L * ?",
    "0 15 10 L-2 * ?",
    "0 15 10 LW * ?",
    "0 15 10 15W * ?",
    "0 15 10 ? * 6L",
    "0 15 10 ? * FRI#3",
    "0 15 10 ? * 6L 2027-2030",
    "0 0 12 1/5 * ?",
    "0 11 11 11 11 ?",
    "0 0 7 29 2 ?",
    "0 0 7 31 JAN-DEC/2 ?",
    "0 0 7 29 2 ? 2028",
    "0 0 7 29 2 ? 2026-2028",
    "0 0 7 ? 2 TUE#5 2028",
    "0 0 7 L-28 2 ?",
    "0 0 7 31W NOV-FEB ?",
    "0 0 7 28-2 2 ?",
    "0 0 7 ? * FRI-MON",
  ])("is %j", (cron) => {
    expect(() => checkCron("cron", cron)).not.toThrow();
  });

  test.each([
    "0 99 99 ? * XYZ",
    "0 60 7 ? * MON",
    "0 0 24 ? * MON",
    "0 0 7 0 * ?",
    "0 0 7 32 * ?",
    "0 0 7 ? 13 MON",
    "0 0 7 ? * 8",
    "0 0 7 ? * MON#6",
    "0 0 7 ? * MON-",
    "0 0/0 7 ? * MON",
    "0 0/ 7 ? * MON",
    "0 0 7,, ? * MON",
    "0 0 ? ? * MON",
    "0 0 7 ? * MON 2019",
    "0 0 7 ? * MON 2030 1",
    "30 0 7 ? * MON",
    "* 0 7 ? * MON",
    "0 0 7 * * *",
    "0 0 7 ? * ?",
    "0 7 * * 1-5",
    "0  0 7 ? * MON",
    "",
  ])("is not %j", (cron) => {
    expect(() => checkCron("cron", cron)).toThrow("`cron` must be a Quartz expression such as");
  });

  test.each([
    "0 0 7 30 2 ?",
    "0 0 7 31 APR,JUN,9,11 ?",
    "0 0 7 29 2 ? 2027",
    "0 0 7 29 2 ? 2029-2031",
    "0 0 7 30-31 2 ?",
    "0 0 7 30W 2 ?",
    "0 0 7 31 4/5 ? 2027",
    "0 0 7 31 4-6/2 ?",
    "0 0 7 L-29 2 ?",
    "0 0 7 ? 2 MON#5 2027",
    "0 0 7 ? 2 MON#5 2028",
  ])("is one that comes, unlike %j", (cron) => {
    expect(() => checkCron("cron", cron)).toThrow("`cron` must name a day that its months have in its years");
  });
});
