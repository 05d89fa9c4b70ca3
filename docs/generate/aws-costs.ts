import type { SynthesizedStack } from "../../proofs/synthesized";
import { type CostTier, type Position, positions, sum } from "./aws-positions";
import { table } from "./table";

/** Monthly cost of something without visitors. */
export interface Cost {
  readonly what: string;
  readonly tier: CostTier;
  readonly cents: number;
}

/** Monthly cost of each position of a stack without visitors, in cents, where it costs something. */
export function awsCosts(json: SynthesizedStack): Cost[] {
  return positions
    .map(({ what, tier, price, quantity }) => ({ what, tier, cents: cents(quantity(json), price) }))
    .filter((position) => position.cents > 0);
}

const cents = (count: number, price: number) => Math.round(count * price * 100);
const dollars = (amount: number) => `$${(amount / 100).toFixed(2)}`;
const product = (count: number, price: number) =>
  count > 0 ? `${count} × $${price} = ${dollars(cents(count, price))}` : "–";

/** Monthly cost of a stack without visitors, in US dollars: the sum of the table's rounded lines. */
export function awsMonthUsd(json: SynthesizedStack): number {
  return sum(positions.map(({ quantity, price }) => cents(quantity(json), price))) / 100;
}

/**
 * What each stack costs in a month without visitors, position by position, and what of the first one is left to pay within
 * the free tier.
 */
export function costTable(stacks: Readonly<Record<string, SynthesizedStack>>): string {
  const columns = Object.entries(stacks).map(([name, json]) => ({
    name,
    count: ({ quantity }: Position) => quantity(json),
  }));
  const { name: first, count: countOfFirst } = columns[0]!;
  const payable = {
    name: `${first} within the free tier`,
    count: (position: Position) => Math.max(0, countOfFirst(position) - (position.free ?? 0)),
  };
  const all = [...columns, payable];
  const rows = positions.map((position) => [
    position.what,
    `$${position.price} per ${position.unit}`,
    ...all.map(({ count }) => product(count(position), position.price)),
  ]);
  // Of rounded lines, so that whoever adds a column up comes to the same sum.
  const totals = all.map(({ count }) =>
    sum(positions.map((position) => cents(count(position), position.price))),
  );
  return table(
    ["what", "list price", ...all.map(({ name }) => name)],
    [...rows, ["**together**", "", ...totals.map((total) => `**${dollars(total)}**`)]],
  );
}
