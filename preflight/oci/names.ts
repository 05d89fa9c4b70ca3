import { type Answer, failure, listed, ok, type Question } from "../question";
import type { OciAccount } from "./account";
import { countOf } from "./computed";
import { type Deployment, namesOf } from "./context";
import { isOwn, isThere, search } from "./own";

/** Something that has a name which the stack wants. */
interface Holder {
  readonly name: string;
  readonly freeformTags?: Readonly<Record<string, string>> | undefined;
}

/** A type of resource whose name nothing else may have. */
interface Named {
  readonly type: string;
  readonly argument: string;
  readonly id: string;
  readonly things: string;
  readonly needs: readonly string[];
  readonly holders: (names: readonly string[], account: OciAccount) => Promise<Holder[]>;
}

const named: readonly Named[] = [
  {
    type: "oci_identity_dynamic_group",
    argument: "name",
    id: "dynamic-group-name",
    things: "dynamic groups of the tenancy",
    needs: ["inspect dynamic-groups"],
    holders: async (_, { identity, place }) => {
      const { items } = await identity.listDynamicGroups({ compartmentId: place.tenancyId });
      return items.filter(({ lifecycleState }) => isThere(lifecycleState));
    },
  },
  {
    type: "oci_identity_policy",
    argument: "name",
    id: "policy-names",
    things: "policies of the compartment",
    needs: ["inspect policies"],
    holders: async (_, { identity, place }) => {
      const { items } = await identity.listPolicies({ compartmentId: place.compartmentId });
      return items.filter(({ lifecycleState }) => isThere(lifecycleState));
    },
  },
  searched({
    type: "oci_objectstorage_bucket",
    argument: "name",
    id: "bucket-name",
    things: "buckets of the tenancy",
    kind: "bucket",
    needs: ["inspect buckets"],
  }),
  searched({
    type: "oci_ons_notification_topic",
    argument: "name",
    id: "topic-name",
    things: "topics of the tenancy",
    kind: "onstopic",
    needs: ["inspect ons-topics"],
  }),
  searched({
    type: "oci_logging_log_group",
    argument: "display_name",
    id: "log-group-name",
    things: "log groups of the compartment",
    kind: "loggroup",
    needs: ["inspect log-groups"],
  }),
];

/** A type whose holders OCI's search, which has names of its own for kinds, finds in every compartment that whoever asks may see. */
function searched({ kind, ...named }: Omit<Named, "holders"> & { readonly kind: string }): Named {
  const isLocal = named.things.endsWith("of the compartment");
  return {
    ...named,
    holders: async (names, account) => {
      const found = await Promise.all(names.map((name) => search(kind, `displayName = '${name}'`, account)));
      return found
        .flat()
        .filter(({ compartmentId }) => !isLocal || compartmentId === account.place.compartmentId)
        .map(({ displayName = "", freeformTags }) => ({ name: displayName, freeformTags }));
    },
  };
}

/** Asks of each name that nothing else may have whether it is free, or the stack's own already. */
export function names(deployment: Deployment): readonly Question<OciAccount>[] {
  const { stack, variables } = deployment;
  return named
    .filter(({ type }) => stack.all(type).some(({ count }) => countOf(count, variables) > 0))
    .flatMap((kind) => {
      const wanted = namesOf(deployment, kind.type, kind.argument);
      return wanted.length === 0 ? [] : [questionOf(kind, wanted, deployment)];
    });
}

function questionOf(kind: Named, wanted: readonly string[], deployment: Deployment): Question<OciAccount> {
  const { id, things, needs } = kind;
  return {
    id,
    asks: `Are the names of ${things} free?`,
    needs,
    link: "https://docs.oracle.com/iaas/Content/Search/Concepts/queryoverview.htm",
    answer: async (account) => {
      const found = await kind.holders(wanted, account);
      return verdictOf(things, wanted, found, deployment);
    },
  };
}

function verdictOf(
  things: string,
  wanted: readonly string[],
  all: readonly Holder[],
  deployment: Deployment,
): Answer {
  const found = all.filter(({ name }) => wanted.includes(name));
  if (found.length === 0) return ok(`no other ${things} are called ${listed(wanted)}`);
  const others = found.filter(({ freeformTags }) => !isOwn(deployment, freeformTags));
  if (others.length === 0)
    return ok(`${listed(found.map(({ name }) => name))}: there already, and the stack's own`);
  return failure(
    `${things} are called ${listed(others.map(({ name }) => name))} already, and do not have the tags of the stack`,
    "delete them where nobody needs them, import them with `terraform import`, or deploy to another compartment",
  );
}
