import { CoreNetworkSecurityGroupSecurityRule } from "@cdktf/provider-oci/lib/core-network-security-group-security-rule";
import { LoadBalancerCertificate } from "@cdktf/provider-oci/lib/load-balancer-certificate";
import { LoadBalancerListener } from "@cdktf/provider-oci/lib/load-balancer-listener";
import { LoadBalancerRuleSet } from "@cdktf/provider-oci/lib/load-balancer-rule-set";
import { describe, expect, test } from "@jest/globals";
import { DataResource, type TerraformStack, TerraformVariable } from "cdktf";
import { Exposure, Https, PublicWebTier } from "../../../../constructs/oci";
import { testApp } from "../../../support/app";
import { resolve, resources, theResource } from "../../../support/synth";
import { databaseWith, webTierWith } from "../tiers";

const certificateId = "ocid1.certificate.oc1..c";
const domainName = "www.example.com";

const listenerOf = (stack: TerraformStack, port: number) =>
  resources(stack, LoadBalancerListener).find((listener) => listener.port === port)!;
const isOpen = (stack: TerraformStack, port: number) =>
  resources(stack, CoreNetworkSecurityGroupSecurityRule).filter(
    (rule) => rule.source === "0.0.0.0/0" && rule.tcp_options.destination_port_range.min === port,
  );

const ruleSet = (stack: TerraformStack, name: string) =>
  resources(stack, LoadBalancerRuleSet).find((set) => set.name === name)!;

function withVariables(httpsOf: (text: (name: string) => string) => Https) {
  const { stack, network, database } = databaseWith();
  const text = (name: string) =>
    new TerraformVariable(stack, name, { type: "string", sensitive: name === "key" }).stringValue;
  const exposure = Exposure.loadBalancer({ https: httpsOf(text) });
  const web = new PublicWebTier(stack, "web", { network, database, app: testApp, exposure });
  return { stack, web };
}

const chosen = (isRequired: boolean) =>
  withVariables((text) =>
    Https.chosen({
      certificateId: text("ocid"),
      certificate: text("pem"),
      privateKey: text("key"),
      chain: text("chain"),
      domainName: text("domain"),
      isRequired,
    }),
  );

describe("HTTPS on OCI", () => {
  const { stack, web } = webTierWith({
    exposure: Exposure.loadBalancer({ https: Https.certificate({ certificateId, domainName }) }),
  });

  test("is served with a certificate of OCI Certificates, by TLS 1.2 and 1.3", () => {
    expect(listenerOf(stack, 443).ssl_configuration).toEqual({
      certificate_ids: [certificateId],
      protocols: ["TLSv1.2", "TLSv1.3"],
      cipher_suite_name: "oci-tls-12-13-ssl-cipher-suite-v3",
      server_order_preference: "ENABLED",
      verify_peer_certificate: false,
    });
    expect(isOpen(stack, 443)).toHaveLength(1);
    expect(resolve(stack, web.url)).toBe(`https://${domainName}`);
  });

  test("takes over whoever comes by port 80, whatever the path", () => {
    expect(ruleSet(stack, "redirect").items).toEqual([
      {
        action: "REDIRECT",
        response_code: 301,
        conditions: [{ attribute_name: "PATH", attribute_value: "/", operator: "PREFIX_MATCH" }],
        redirect_uri: { protocol: "HTTPS", port: 443, host: "{host}", path: "{path}", query: "{query}" },
      },
    ]);
    expect(listenerOf(stack, 80).rule_set_names).toEqual([
      expect.stringMatching(/^\$\{oci_load_balancer_rule_set\..*\.name\}$/),
    ]);
  });

  test("takes nobody over before its listener, its redirect and its way through the firewall are there", () => {
    const [opening] = isOpen(stack, 443);
    expect([...(listenerOf(stack, 80).depends_on as string[])].sort()).toEqual([
      `oci_core_network_security_group_security_rule.${opening!.logicalId}`,
      `oci_load_balancer_listener.${listenerOf(stack, 443).logicalId}`,
      `oci_load_balancer_rule_set.${ruleSet(stack, "redirect").logicalId}`,
    ]);
  });

  test("is what a browser asks for by itself for the next year", () => {
    expect(ruleSet(stack, "hsts").items).toEqual([
      {
        action: "ADD_HTTP_RESPONSE_HEADER",
        header: "Strict-Transport-Security",
        value: "max-age=31536000",
      },
    ]);
    expect(listenerOf(stack, 443).rule_set_names).toEqual(["hsts"]);
    expect(listenerOf(stack, 443).depends_on).toContain(
      `oci_load_balancer_rule_set.${ruleSet(stack, "hsts").logicalId}`,
    );
  });

  test("is served with a certificate in PEM, under a name that no other has, nor this one at another time", () => {
    const { stack } = withVariables((text) =>
      Https.pem({ certificate: text("pem"), privateKey: text("key"), chain: text("chain"), domainName }),
    );
    const revision = resources(stack, DataResource).find(({ logicalId }) =>
      logicalId.includes("certificate"),
    )!;
    expect(revision.triggers_replace).toEqual({
      digest: '${sha256(join("\\n", [var.pem, var.key, var.chain]))}',
    });
    const name = `pem-\${substr(terraform_data.${revision.logicalId}.id, 0, 8)}`;
    expect(theResource(stack, LoadBalancerCertificate)).toMatchObject({
      certificate_name: name,
      public_certificate: "${var.pem}",
      private_key: "${var.key}",
      ca_certificate: "${var.chain}",
      lifecycle: {
        create_before_destroy: true,
        precondition: [
          {
            condition: "${(length(var.key) >= 1)}",
            error_message: "A certificate in PEM needs its private key in PEM.",
          },
        ],
      },
    });
    const listener = listenerOf(stack, 443);
    expect(listener.ssl_configuration).toMatchObject({ certificate_name: name });
    expect(listener.depends_on).toContain(
      `oci_load_balancer_certificate.${theResource(stack, LoadBalancerCertificate).logicalId}`,
    );
  });

  test("is there or not as a deployment has it", () => {
    const { stack, web } = chosen(false);
    const given = "((length(var.ocid) >= 1) || (length(var.pem) >= 1))";
    for (const part of [
      listenerOf(stack, 443),
      ...resources(stack, LoadBalancerRuleSet),
      isOpen(stack, 443)[0]!,
    ])
      expect(part.count).toBe(`\${${given} ? 1 : 0}`);
    expect(theResource(stack, LoadBalancerCertificate).count).toBe("${(length(var.pem) >= 1) ? 1 : 0}");
    expect(listenerOf(stack, 80)).not.toHaveProperty("count");
    expect(listenerOf(stack, 80).rule_set_names).toBe(`\${${given} ? ["redirect"] : []}`);
    expect(resolve(stack, web.url)).toMatch(
      /^\$\{.* \? "https" : "http"\}:\/\/\$\{\(length\(var.domain\) >= 1\) \? /,
    );
  });

  test("is demanded of a deployment where it was told to be", () => {
    const demand = {
      condition: "${((length(var.ocid) >= 1) || (length(var.pem) >= 1))}",
      error_message: "This stack encrypts visits: give the OCID of a certificate, or a certificate in PEM.",
    };
    expect(listenerOf(chosen(true).stack, 80).lifecycle.precondition).toContainEqual(demand);
    expect(listenerOf(chosen(false).stack, 80).lifecycle.precondition).not.toContainEqual(demand);
  });

  test.each<[string, () => Https, string]>([
    [
      "an OCID that is none",
      () => Https.certificate({ certificateId: "my-certificate", domainName }),
      '`certificateId` must be the OCID of a certificate, got "my-certificate"',
    ],
    [
      "a name that is none",
      () => Https.certificate({ certificateId, domainName: "localhost" }),
      '`domainName` must be a lower-case name such as www.example.com, of 253 characters at most and without a dot at its end, got "localhost"',
    ],
    [
      "a private key in the source, which is not shown",
      () => Https.pem({ certificate: "c", privateKey: "canary", chain: "c", domainName }),
      "`privateKey` must be a token such as a sensitive variable's value, got a text",
    ],
    [
      "no reason to do without",
      () => Https.none({ reason: "because" }),
      '`reason` must say in 20 characters or more why visits are not encrypted, got "because"',
    ],
  ])("fails for %s", (_, make, message) => {
    expect(make).toThrow(message);
  });
});
