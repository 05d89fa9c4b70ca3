import { cloudOf } from "../cloud";

/** Prints what to do when an apply, or the wait for its servers, has failed. */
export function printAdvice([name]: readonly string[]): void {
  const cloud = cloudOf(name);
  const servers = {
    aws: "Servers that served before serve on: Auto Scaling lets none go before a new one is healthy.",
    oci: "Servers that served before serve on: a new pool is judged before the old one goes.",
  }[cloud];
  console.log(
    [
      "### The deployment is not whole",
      servers,
      "- **Back:** open the last run of this workflow that was green, and run all of its jobs again: it plans and applies its own commit.",
      "- **Forward:** the log of the step that failed says why; push what mends it. A plan that was half applied is used up, and the next one begins where it stopped.",
      `- **Why servers do not get healthy:** \`npm run logs -- ${cloud}\` on a machine that may read the state.`,
      "- **With a cluster:** pods that served before serve on, because none goes before its successor is ready. The log of the step says what `kubectl` found; once that is put right, run all jobs of this run again: the plan is empty then, and what is in the cluster is applied.",
      "- **`Error acquiring the state lock`:** where no other run is under way, `terraform force-unlock` with the id that the error names.",
    ].join("\n\n"),
  );
}
