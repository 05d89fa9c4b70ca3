import { covers } from "../host-names";
import { type Answer, failure, listed, ok, type Question, warning } from "../question";
import type { OciAccount } from "./account";
import { dateOf } from "./dates";
import { chosen, type Deployment } from "./context";

const day = 24 * 60 * 60 * 1000;

/** Asks whether the certificate that was chosen is active, is for the name that visitors call, and lasts. */
export function certificate(deployment: Deployment): readonly Question<OciAccount>[] {
  const certificateId = chosen(deployment, "certificate_ocid");
  if (certificateId === "") return [];
  return [
    {
      id: "certificate",
      asks: "Is the certificate active, and for the name that visitors call?",
      needs: ["read leaf-certificates"],
      link: "https://docs.oracle.com/iaas/Content/certificates/managing-certificates.htm",
      answer: async ({ certificates }) => {
        const { certificate: found } = await certificates.getCertificate({ certificateId });
        const { subjectAlternativeNames = [], validity } = found.currentVersion ?? {};
        const names = [found.subject?.commonName ?? "", ...subjectAlternativeNames.map(({ value }) => value)];
        return verdictOf({
          state: String(found.lifecycleState),
          names: [...new Set(names)].filter((name) => name !== ""),
          until: dateOf(validity?.timeOfValidityNotAfter),
          host: chosen(deployment, "domain_name"),
        });
      },
    },
  ];
}

interface Found {
  readonly state: string;
  readonly names: readonly string[];
  readonly until: Date | undefined;
  readonly host: string;
}

function verdictOf({ state, names, until, host }: Found): Answer {
  const other = "set `TF_VAR_certificate_ocid` or `TF_VAR_domain_name` so that they go together";
  if (state !== "ACTIVE") return failure(`the certificate is ${state}`, other);
  if (host !== "" && !names.some((name) => covers(name, host)))
    return failure(`the certificate is for ${listed(names)}, and visitors call ${host}`, other);
  const end = until?.toISOString().slice(0, 10);
  if (until !== undefined && until.getTime() - Date.now() < 14 * day)
    return warning(
      `the certificate ends on ${end}`,
      "have OCI Certificates renew it, or import a new version",
    );
  return ok(`the certificate is active, for ${listed(names)}, until ${end}`);
}
