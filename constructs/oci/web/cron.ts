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
  requireValue(prop, cron, "name a day that its months have in its years", comesToPass);
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

// A range may go over the end, as NOV-FEB does.
function numbersOf(item: string, field: Field): number[] {
  const [range = "", step] = item.split("/");
  const [from, to] = range.split("-").map((end) => numberOf(end, field));
  const [first, last] = [from ?? field.min, to ?? (step === undefined ? from : undefined) ?? field.max];
  const all = Array.from({ length: field.max - field.min + 1 }, (_, index) => index + field.min);
  const inRange = [...all.filter((number) => number >= first), ...all.filter((number) => number < first)];
  const until = inRange.indexOf(last) + 1;
  return inRange.slice(0, until).filter((_, index) => index % Number(step ?? 1) === 0);
}

function numberOf(text: string, { min, max, words = "" }: Field): number | undefined {
  const word = words.split(" ").indexOf(text.toUpperCase());
  const number = text !== "" && word >= 0 ? min + word : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return number >= min && number <= max ? number : undefined;
}

/** Whether the expression names a day that exists. Its time of day always does. */
function comesToPass(cron: string): boolean {
  const [, , , inMonth = "", inMonths = "", inWeek = "", inYears = "*"] = cron.split(" ");
  const items = (part: string, field: Field) => part.split(",").flatMap((item) => numbersOf(item, field));
  const monthsOfYear = items(inMonths, months);
  return items(inYears, years).some((year) =>
    monthsOfYear.some((month) => {
      const days = Array.from({ length: lastDayOf(year, month) }, (_, index) => index + 1);
      return days.some(
        (day) => isDayOfMonth(inMonth, day, days.length) && isDayOfWeek(inWeek, year, month, day),
      );
    }),
  );
}

function lastDayOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

// The weekday that is nearest to a day, `W`, is a day of the same month, so that it comes where the day does.
function isDayOfMonth(part: string, day: number, last: number): boolean {
  return part.split(",").some((item) => {
    if (item === "?" || item === "L" || item === "LW") return true;
    if (item.startsWith("L-")) return day === last - Number(item.slice(2));
    return numbersOf(item.replace("W", ""), monthDays).includes(day);
  });
}

// `6L` is the last Friday, which every month has; `6#5` the fifth, which some have. `L` alone is Saturday.
function isDayOfWeek(part: string, year: number, month: number, day: number): boolean {
  const weekDay = new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
  return part.split(",").some((item) => {
    if (item === "?" || item === "L") return true;
    const [name = "", nth] = item.replace(/L$/i, "").split("#");
    if (nth !== undefined && Math.ceil(day / 7) !== Number(nth)) return false;
    return numbersOf(name, weekDays).includes(weekDay);
  });
}
