import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext, type SecureContext } from "node:tls";
import { describeCause } from "../telemetry/causes";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * The TLS context of all connections, made once from the authorities in a PEM file: RDS's bundle of 81 takes 19 ms each time.
 *
 * @throws {Error} where the file cannot be read, or holds no certificate, or one that is broken; OpenSSL itself would
 * trust nobody then, or fewer than were meant, and say nothing
 */
export function trusting(caFile: string): SecureContext {
  const ca = readFileOf(caFile);
  const certificates = ca.match(CERTIFICATE) ?? [];
  const begun = ca.split("-----BEGIN ").length - 1;
  if (certificates.length === 0 || certificates.length !== begun)
    throw broken(caFile, `it has ${certificates.length} whole certificates, and ${begun} that begin`);
  for (const [index, certificate] of certificates.entries()) requireCertificate(certificate, index, caFile);
  return createSecureContext({ ca });
}

function readFileOf(caFile: string): string {
  try {
    return readFileSync(caFile, "utf8");
  } catch (error) {
    throw broken(caFile, "it cannot be read", error);
  }
}

function requireCertificate(certificate: string, index: number, caFile: string): void {
  try {
    new X509Certificate(certificate);
  } catch (error) {
    throw broken(caFile, `its certificate number ${index + 1} is broken`, error);
  }
}

function broken(caFile: string, how: string, cause?: unknown): Error {
  const reason = cause === undefined ? "" : ` (${describeCause(cause)})`;
  return new Error(
    `\`DB_CA_FILE\` must be a PEM file of the certificates of the authorities to trust, got "${caFile}": ${how}${reason}`,
    { cause },
  );
}
