/** Loaded before a command: a minute's interval lasts `MINUTE_MS` milliseconds. */
import process from "node:process";

const { setInterval } = globalThis;
const minuteMs = Number(process.env.MINUTE_MS);

globalThis.setInterval = (handler, ms, ...given) =>
  setInterval(handler, ms === 60_000 ? minuteMs : ms, ...given);
