import { type CertificateDetail, DescribeCertificateCommand } from "@aws-sdk/client-acm";
import { covers } from "../host-names";
import { type Answer, failure, listed, ok, type Question, warning } from "../question";
import { literal, literals, type Stack } from "../stack";
import type { AwsAccount } from "./account";
import { unlessMissing } from "./errors";

const day = 24 * 60 * 60 * 1000;

/** Asks whether a certificate that was there before the stack is issued, is for the name that visitors call, and lasts. */
export function certificates(stack: Stack): readonly Question<AwsAccount>[] {
  const arns = literals(stack.all("aws_lb_listener").map(({ certificate_arn }): unknown => certificate_arn));
  return [...new Set(arns)].map((arn) => ({
    id: "certificate",
    asks: "Is the certificate issued, and for the name that visitors call?",
    needs: ["acm:DescribeCertificate"],
    link: "https://docs.aws.amazon.com/acm/latest/userguide/gs-acm-describe.html",
    answer: async ({ acm, region }) => {
      const [, , , place = ""] = arn.split(":");
      if (place !== region)
        return failure(
          `the certificate is one of ${place}, and the load balancer stands in ${region}`,
          `request one in ${region}, and set \`awsCertificateArn\` in cdktf.json to it`,
        );
      const asked = acm.send(new DescribeCertificateCommand({ CertificateArn: arn }));
      const certificate = (await unlessMissing(asked, /^ResourceNotFoundException$/))?.Certificate;
      return certificate === undefined
        ? failure(
            "the account has no such certificate",
            "set `awsCertificateArn` in cdktf.json to one of this account",
          )
        : verdictOf(certificate, nameOf(stack));
    },
  }));
}

/** Name that visitors call, which stands in the stack's address alone. */
function nameOf({ json }: Stack): string | undefined {
  const url = literal(json.output.url?.value);
  return url === undefined ? undefined : new URL(url).hostname;
}

function verdictOf(certificate: CertificateDetail, name: string | undefined): Answer {
  const { Status, SubjectAlternativeNames: names = [], NotAfter, RenewalEligibility } = certificate;
  if (Status !== "ISSUED")
    return failure(
      `the certificate is not issued: its status is ${Status}`,
      "have it validated, or take another one",
    );
  if (name !== undefined && !names.some((pattern) => covers(pattern, name)))
    return failure(
      `the certificate is for ${listed(names)}, and visitors call ${name}`,
      "set `awsDomainName` or `awsCertificateArn` in cdktf.json so that they go together",
    );
  const daysLeft = NotAfter === undefined ? Infinity : (NotAfter.getTime() - Date.now()) / day;
  const until = NotAfter?.toISOString().slice(0, 10);
  if (daysLeft < 30 && RenewalEligibility !== "ELIGIBLE")
    return warning(`the certificate ends on ${until}, and nobody renews it`, "import a new one in time");
  return ok(`the certificate is issued, for ${listed(names)}, until ${until}`);
}
