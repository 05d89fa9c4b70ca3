import { webcrypto } from "node:crypto";
import "reflect-metadata";
import * as x509 from "@peculiar/x509";

/** A certificate authority that never leaves this machine, and a server certificate that it signed. */
export interface ServerCertificate {
  /** The authority's certificate, as PEM: what a client trusts. */
  readonly ca: string;
  /** The server's certificate, as PEM. */
  readonly certificate: string;
  /** The server's private key, as PEM. */
  readonly key: string;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const HOUR_MS = 3_600_000;

/** Makes a certificate for the given names and addresses, valid for a month. */
export async function serverCertificate(names: readonly x509.JsonGeneralName[]): Promise<ServerCertificate> {
  x509.cryptoProvider.set(webcrypto);
  const [authority, server] = await Promise.all([keys(), keys()]);
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity("01", "CN=Local test authority"),
    keys: authority,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity("02", "CN=Local test server"),
    issuer: ca.subject,
    publicKey: server.publicKey,
    signingKey: authority.privateKey,
    extensions: [new x509.SubjectAlternativeNameExtension([...names])],
  });
  return {
    ca: ca.toString("pem"),
    certificate: certificate.toString("pem"),
    key: await pem(server.privateKey),
  };
}

function keys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

function validity(serialNumber: string, name: string) {
  const now = Date.now();
  return {
    serialNumber,
    ...(serialNumber === "01" ? { name } : { subject: name }),
    notBefore: new Date(now - HOUR_MS),
    notAfter: new Date(now + 30 * 24 * HOUR_MS),
    signingAlgorithm: algorithm,
  };
}

async function pem(key: webcrypto.CryptoKey): Promise<string> {
  const bytes = await webcrypto.subtle.exportKey("pkcs8", key);
  return x509.PemConverter.encode(bytes, "PRIVATE KEY");
}
