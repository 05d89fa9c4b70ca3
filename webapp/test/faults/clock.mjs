/** Loaded before the server: each SIGWINCH sets its clock forward or back, as a time server that corrects it does. */
import process from "node:process";

const RealDate = Date;
const jumpsMs = [3_600_000, -7_200_000];
let shiftMs = 0;

globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [RealDate.now() + shiftMs] : given));
  }

  static now() {
    return RealDate.now() + shiftMs;
  }
};

process.on("SIGWINCH", () => {
  shiftMs += jumpsMs.shift() ?? 0;
});
