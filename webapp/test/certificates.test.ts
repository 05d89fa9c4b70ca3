import { X509Certificate } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { certificateBundle, certificateRegions } from "../build/certificates";

const certificates = (
  certificateBundle().match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
).map((pem) => new X509Certificate(pem));

describe("the authorities of RDS that the app trusts", () => {
  test("are of regions where there are servers, and of no beta or preview", () => {
    expect(certificateRegions().length).toBeGreaterThan(20);
    for (const region of certificateRegions()) expect(region).toMatch(/^[a-z]{2}(-[a-z]+)+-\d$/);
    for (const { subject } of certificates) expect(subject).not.toMatch(/beta|preview|2019/i);
  });

  test("outlive every server that trusts them", () => {
    const decade = Date.now() + 10 * 365 * 86_400_000;
    expect(certificates.length).toBeGreaterThan(60);
    for (const { validTo } of certificates) expect(Date.parse(validTo)).toBeGreaterThan(decade);
  });
});
