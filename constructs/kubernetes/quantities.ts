import { Quantity } from "cdk8s-plus-34/lib/imports/k8s";

/** Amounts of resources by their names, such as `{ cpu: "250m" }`. */
export function quantities(amounts: Readonly<Record<string, string>>): Record<string, Quantity> {
  return Object.fromEntries(
    Object.entries(amounts).map(([name, amount]) => [name, Quantity.fromString(amount)]),
  );
}
