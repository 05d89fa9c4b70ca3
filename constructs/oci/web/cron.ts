import { requireValue } from "../../shared";

// http://www.quartz-scheduler.org/documentation/quartz-2.3.0/tutorials/crontrigger.html, as far as OCI takes it: seconds are 0
// (https://docs.oracle.com/iaas/api/#/en/autoscaling/latest/datatypes/CronExecutionSchedule).
interface Field {
  readonly min: number;
  readonly max: number;
  // Words that stand for numbers from `min` on.
  readonly words?: string;
  // What this field takes besides numbers, ranges and steps.
  readonly special?: RegExp;
}

const minutes: Field = { min: 0, max: 59 };
const hours: Field = { min: 0, max: 23 };
const monthDays: Field = { min: 1, max: 31, special: /^(L|LW|L-([1-9]|[12]\d|30)|([1-9]|[12]\d|3[01])W)$/ };
const months: Field = { min: 1, max: 12, words: "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC" };
const weekDays: Field = {
  min: 1,
  max: 7,
  words: "SUN MON TUE WED THU FRI SAT",
  special: /^(L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/i,
};
// What has been and gone fires no more, and nobody had this project before.
const years: Field = { min: 2026, max: 2099 };

const fields = [minutes, hours, monthDays, months, weekDays, years];

// The longest that each month gets.
const lastDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Refuses a moment that OCI would not take, or that never comes.
 *
 * @param prop name of the prop, as its user wrote it
 * @param cron Quartz expression
 * @throws {RefusedValue} when it is none
 */
export function checkCron(prop: string, cron: string): void {
  requireValue(
    prop,
    cron,
    "be a Quartz expression such as 0 0 7 ? * MON-FRI (seconds 0, minute, hour, day of the month, month, day of the week, and perhaps a year from 2026 on; one of the two days is ?)",
    isCron,
  );
  requireValue(prop, cron, "name a day that its months have", comesToPass);
}

function isCron(cron: string): boolean {
  const [seconds, ...parts] = cron.split(" ");
  const [, , monthDay, , weekDay] = parts;
  if (seconds !== "0" || parts.length < 5 || parts.length > 6) return false;
  if ((monthDay === "?") === (weekDay === "?")) return false;
  return parts.every((part, index) => isAnyDay(part, index) || isList(part, fields[index]!));
}

function isAnyDay(part: string, index: number): boolean {
  return part === "?" && [monthDays, weekDays].includes(fields[index]!);
}

function isList(part: string, field: Field): boolean {
  return part.split(",").every((item) => field.special?.test(item) || isItem(item, field));
}

function isItem(item: string, field: Field): boolean {
  const [range = "", step, ...rest] = item.split("/");
  if (rest.length > 0) return false;
  if (step !== undefined && !(/^\d+$/.test(step) && Number(step) >= 1 && Number(step) <= field.max))
    return false;
  if (range === "*") return true;
  const ends = range.split("-");
  return ends.length <= 2 && ends.every((end) => numberOf(end, field) !== undefined);
}

function numberOf(text: string, { min, max, words = "" }: Field): number | undefined {
  const word = words.split(" ").indexOf(text.toUpperCase());
  const number = text !== "" && word >= 0 ? min + word : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return number >= min && number <= max ? number : undefined;
}

function comesToPass(cron: string): boolean {
  const [, , , days = "", inMonths = ""] = cron.split(" ");
  const first = days.split(",").map((day) => Number(day.split(/[-/W]/)[0]));
  const named = inMonths.split(",").map((month) => numberOf(month, months));
  // Anything but plain numbers comes about in some month or other.
  if (first.some(Number.isNaN) || named.some((month) => month === undefined)) return true;
  return Math.min(...first) <= Math.max(...named.map((month) => lastDays[month! - 1]!));
}
