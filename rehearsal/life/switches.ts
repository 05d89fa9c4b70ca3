import type { Input, Switch } from "./stage";

/** Options that are switched on with one apply, and off with another. */
export interface Round {
  readonly switches: readonly Switch[];
  readonly input: Input;
}

/**
 * Rounds in which every switch is on once, as few as there can be without two switches of one key in one round.
 *
 * @param switches in the order in which they are tried
 * @param apart options that no round has beside each other, because the stack refuses both at once
 */
export function roundsOf(switches: readonly Switch[], apart: readonly (readonly string[])[]): Round[] {
  const rounds: Switch[][] = [];
  for (const one of switches) {
    const round = rounds.find((others) => others.every((other) => goTogether(one, other, apart)));
    if (round) round.push(one);
    else rounds.push([one]);
  }
  return rounds.map((round) => ({
    switches: round,
    input: round.map(({ to }) => to).reduce(merged, {}),
  }));
}

function goTogether(one: Switch, other: Switch, apart: readonly (readonly string[])[]): boolean {
  const keys = new Set(keysOf(other.to));
  if (keysOf(one.to).some((key) => keys.has(key))) return false;
  return !apart.some((pair) => pair.includes(one.option) && pair.includes(other.option));
}

function keysOf({ context = {}, variables = {}, code = {} }: Input): string[] {
  const inCode = Object.values(code).flatMap((props) => Object.keys(props));
  return [...Object.keys(context), ...Object.keys(variables), ...inCode];
}

/** Both inputs at once; of a key in both, the other one's value. */
export function merged(one: Input, other: Input): Input {
  const code = { ...one.code };
  for (const [tier, props] of Object.entries(other.code ?? {}))
    Object.assign(code, { [tier]: { ...code[tier as keyof typeof code], ...props } });
  return {
    context: { ...one.context, ...other.context },
    variables: { ...one.variables, ...other.variables },
    code,
  };
}
