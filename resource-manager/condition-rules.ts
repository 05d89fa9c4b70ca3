import { broken, list, mapping, type Mapping, referenceProblems } from "./rule-checks";

const comparisons = ["eq", "ge", "gt", "le", "lt"];

/** Problems of a condition of visibility, a sentence each. */
export function conditionProblems(condition: unknown, path: string, variables: Mapping): string[] {
  if (condition === undefined || typeof condition === "boolean") return [];
  if (typeof condition === "string") return referenceProblems(condition, path, variables);
  const entries = Object.entries(mapping(condition));
  const [operator, operands] = entries[0] ?? [];
  if (operator === undefined || entries.length > 1)
    return [broken(path, "true, false, a variable or one operator", condition)];
  return operationProblems(operator, operands, `${path}.${operator}`, variables);
}

function operationProblems(operator: string, value: unknown, path: string, variables: Mapping): string[] {
  const isComparison = comparisons.includes(operator);
  const sizes =
    operator === "not" ? [1] : isComparison ? [2] : ["and", "or"].includes(operator) ? [1, 2] : [];
  if (sizes.length === 0) return [`${path}: is no operator of a condition`];
  const operands = list(value);
  if (!sizes.includes(operands.length)) return [broken(path, `a list of ${sizes.at(-1)} at the most`, value)];
  if (isComparison) return referenceProblems(operands[0], `${path}[0]`, variables);
  return operands.flatMap((operand, index) => conditionProblems(operand, `${path}[${index}]`, variables));
}
