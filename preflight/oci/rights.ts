import type { models } from "oci-identity";
import { ok, type Question, warning } from "../question";
import type { OciAccount } from "./account";
import { countOf } from "./computed";
import type { Deployment } from "./context";
import { type Right, rightsIn } from "./statements";

/** Something that takes a right which deployers of a compartment mostly do not have. */
interface Made {
  readonly type: string;
  readonly kind: string;
  readonly place: "tenancy" | "compartment";
  /** Way to deploy without the right. */
  readonly without: string;
}

const byAdministrator =
  "set `TF_VAR_create_identity=false` and hand the output `statements_for_administrator` to an administrator";

const made: readonly Made[] = [
  { type: "oci_identity_dynamic_group", kind: "dynamic-groups", place: "tenancy", without: byAdministrator },
  { type: "oci_identity_policy", kind: "policies", place: "compartment", without: byAdministrator },
  {
    type: "oci_budget_budget",
    kind: "usage-budgets",
    place: "tenancy",
    without: "leave `ociMonthlyBudget` out",
  },
];

/**
 * Asks whether whoever asks may make the dynamic group and the policies that servers read their secrets by, and a budget. OCI has no
 * call that tells; a statement for a group that the user is in proves it, and without one nobody knows.
 */
export function identityRights(deployment: Deployment): readonly Question<OciAccount>[] {
  const { stack, variables } = deployment;
  return made
    .filter(({ type }) => stack.all(type).some(({ count }) => countOf(count, variables) > 0))
    .map(({ kind, place, without }) => ({
      id: `may-manage-${kind}`,
      asks: `May I make ${kind} in the ${place}?`,
      needs: ["inspect users", "inspect groups", "inspect policies"],
      link: "https://docs.oracle.com/iaas/Content/Identity/Concepts/policygetstarted.htm",
      ofAsker: true,
      answer: async (account) => {
        const { userId } = account.credentials;
        if (userId === undefined)
          return warning(
            `unknown: OCI does not tell what whoever asks may do with ${kind}`,
            fixOf({ kind, place, without }, account),
          );
        const [groups, rights] = await Promise.all([groupsOf(userId, account), rightsOf(account)]);
        const proof = rights.find((right) => allows(right, kind, place, groups, account));
        if (proof !== undefined)
          return ok(`proven: ${proof.group} may ${proof.verb} ${proof.kind} in ${proof.place}`);
        return warning(
          `unknown: no statement that is understood lets a group of yours manage ${kind} in the ${place}`,
          fixOf({ kind, place, without }, account),
        );
      },
    }));
}

function fixOf(
  { kind, place, without }: Omit<Made, "type">,
  { place: { compartmentId } }: OciAccount,
): string {
  const where = place === "tenancy" ? "tenancy" : `compartment id ${compartmentId}`;
  return `have \`allow group <yours> to manage ${kind} in ${where}\` added, or ${without}`;
}

/** Names and OCIDs of the groups that a user is in. */
async function groupsOf(userId: string, { identity, place }: OciAccount): Promise<string[]> {
  const { items } = await identity.listUserGroupMemberships({ compartmentId: place.tenancyId, userId });
  const groups = await Promise.all(items.map(({ groupId }) => identity.getGroup({ groupId })));
  return groups.flatMap(({ group }) => [group.id, group.name]);
}

/** Statements of the policies of the tenancy and of the compartment. */
async function rightsOf({ identity, place }: OciAccount): Promise<Right[]> {
  const places = [...new Set([place.tenancyId, place.compartmentId])];
  const found = await Promise.all(places.map((compartmentId) => identity.listPolicies({ compartmentId })));
  const policies: models.Policy[] = found.flatMap(({ items }) => items);
  return policies.flatMap(({ statements }) => statements.flatMap(rightsIn));
}

function allows(
  right: Right,
  kind: string,
  place: string,
  groups: readonly string[],
  { place: { tenancyId, compartmentId } }: OciAccount,
): boolean {
  const isThere =
    right.place === "tenancy" ||
    (place === "compartment" && [compartmentId, tenancyId].includes(right.place));
  const isMine = right.group === "any-user" || groups.includes(right.group);
  return (
    isThere &&
    isMine &&
    !right.isConditional &&
    right.verb === "manage" &&
    [kind, "all-resources"].includes(right.kind)
  );
}
