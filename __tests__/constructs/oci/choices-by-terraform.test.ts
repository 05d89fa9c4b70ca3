import { describe, expect } from "@jest/globals";
import { Testing } from "cdktf";
import { OciStack } from "../../../stacks/oci-stack";
import { profiles } from "../../../stacks/context/profiles";
import { testWith } from "../../support/skip";
import { synth } from "../../support/synth";
import { TerraformFolder } from "../../support/terraform";

const json = synth(new OciStack(Testing.app(), "oci-stack", { profile: profiles.lab }));
const only = (type: string, part = "") =>
  Object.entries(json.resource[type]!).find(([name]) => name.includes(part))![1];

/** Expressions of the stack by which a deployment's choices take effect. */
const expressions: Record<string, unknown> = {
  url: json.output.url!.value,
  vault: only("oci_vault_secret").vault_id,
  key: only("oci_vault_secret").key_id,
  newVaults: only("oci_kms_vault").count,
  both: only("oci_vault_secret").lifecycle.precondition[0].condition,
  generates: only("oci_vault_secret", "administrator").enable_auto_generation,
  secret: only("oci_database_autonomous_database").secret_id,
  sized: only("oci_core_instance_configuration").instance_details.launch_details.dynamic.shape_config
    .for_each,
  image: only("oci_core_instance_configuration").instance_details.launch_details.source_details.image_id,
  images: Object.values(json.data!.oci_core_images!)[0]!.filter[0].values[0],
  domains: only("oci_core_instance_pool").dynamic.placement_configurations.for_each,
  home: json.provider.oci!.find(({ alias }) => alias)!.region,
  place: Object.entries(json.locals!).find(([name]) => name.includes("place"))![1],
  groups: only("oci_identity_dynamic_group").count,
  certificates: only("oci_load_balancer_listener", "https").ssl_configuration.certificate_ids,
  certificate: only("oci_load_balancer_listener", "https").ssl_configuration.certificate_name,
  encrypted: only("oci_load_balancer_listener", "https").count,
  rules: only("oci_load_balancer_listener", "_http_").rule_set_names,
  subscribers: only("oci_ons_subscription").count,
};

/** Attributes of deployed resources, in the place of references to them. */
const deployed: readonly (readonly [RegExp, string])[] = [
  [/oci_load_balancer_load_balancer\.[\w-]+\.ip_address_details\[0\]\.ip_address/g, '"203.0.113.7"'],
  [/oci_kms_vault\.[\w-]+\[\*\]\.id/g, '(length(var.vault_ocid) < 1 ? ["new vault"] : [])'],
  [/oci_kms_key\.[\w-]+\[\*\]\.id/g, '(length(var.vault_ocid) < 1 ? ["new key"] : [])'],
  [
    /data\.oci_identity_region_subscriptions\.[\w-]+\[\*\]\.region_subscriptions\[0\]\.region_name/g,
    '(var.create_identity ? ["home"] : [])',
  ],
  [/oci_vault_secret\.[\w-]+\.id/g, '"secret"'],
  [/terraform_data\.[\w-]+\.id/g, '"0123abcd-0000-0000-0000-000000000000"'],
  [/data\.oci_core_images\.[\w-]+\.images\[0\]\.id/g, '"newest"'],
  [
    /data\.oci_identity_availability_domains\.[\w-]+\.availability_domains\[\*\]\.name/g,
    '["AD-1", "AD-2", "AD-3"]',
  ],
];

const place = {
  compartment_ocid: "ocid1.compartment.oc1..a",
  tenancy_ocid: "ocid1.tenancy.oc1..a",
  region: "eu-frankfurt-1",
};

function asArguments(choices: Record<string, unknown>): string[] {
  return Object.entries(choices).map(
    ([name, value]) => `-var=${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
}

function choose(choices: Record<string, unknown>): Record<string, unknown> {
  const output = JSON.stringify(
    Object.fromEntries(
      Object.entries(expressions).map(([name, value]) => [name, { value, sensitive: true }]),
    ),
  );
  const filled = deployed.reduce(
    (text, [reference, value]) => text.replace(reference, JSON.stringify(value).slice(1, -1)),
    output,
  );
  const folder = new TerraformFolder({ variable: json.variable, output: JSON.parse(filled) as object });
  folder.run("apply", "-auto-approve", "-input=false", ...asArguments({ ...place, ...choices }));
  const outputs = JSON.parse(folder.run("output", "-json")) as Record<string, { value: unknown }>;
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}

let folderOfVariables: TerraformFolder | undefined;

/** Messages of Terraform about choices, as one line: it breaks them at the width of a terminal. */
function complaintsAbout(choices: Record<string, unknown>): string {
  try {
    folderOfVariables ??= new TerraformFolder({ variable: json.variable });
    folderOfVariables.run("plan", "-input=false", "-no-color", ...asArguments({ ...place, ...choices }));
    return "";
  } catch (error) {
    return String(error).replace(/\s*\n[│|]?\s*/g, " ");
  }
}

describe("choices of a deployment on OCI, as Terraform computes them", () => {
  testWith("terraform", "are good where nobody makes any", () => {
    expect(choose({})).toMatchObject({
      url: "http://203.0.113.7",
      vault: "new vault",
      key: "new key",
      newVaults: 1,
      both: true,
      generates: true,
      secret: "secret",
      sized: [],
      image: "newest",
      images: expect.not.stringContaining("aarch64"),
      domains: ["AD-1", "AD-2", "AD-3"],
      home: "home",
      place: "compartment id ocid1.compartment.oc1..a",
      groups: 1,
      encrypted: 0,
      rules: [],
      subscribers: 0,
    });
  });

  testWith("terraform", "each take effect", () => {
    expect(
      choose({
        shape: { instanceShape: "VM.Standard.A1.Flex", ocpus: 2, memory: 12 },
        image_ocid: "ocid1.image.oc1..mine",
        availability_domain: "AD-2",
        vault_ocid: "ocid1.vault.oc1..mine",
        key_ocid: "ocid1.key.oc1..mine",
        administrator_password: "Once-4-ever-and-a-day",
        certificate_ocid: "ocid1.certificate.oc1..mine",
        domain_name: "www.example.com",
        alarm_email: "ops@example.com",
        create_identity: false,
      }),
    ).toMatchObject({
      url: "https://www.example.com",
      vault: "ocid1.vault.oc1..mine",
      key: "ocid1.key.oc1..mine",
      newVaults: 0,
      generates: false,
      sized: [1],
      image: "ocid1.image.oc1..mine",
      images: expect.stringContaining("-aarch64-"),
      domains: ["AD-2"],
      home: "eu-frankfurt-1",
      groups: 0,
      certificates: ["ocid1.certificate.oc1..mine"],
      encrypted: 1,
      rules: ["redirect"],
      subscribers: 1,
    });
  });

  testWith("terraform", "take the root compartment for the tenancy that it is", () => {
    expect(choose({ compartment_ocid: "ocid1.tenancy.oc1..a" }).place).toBe("tenancy");
  });

  testWith("terraform", "take a fixed shape without figures, and a certificate in PEM", () => {
    const { sized, url, certificate, certificates } = choose({
      shape: { instanceShape: "VM.Standard.E2.1" },
      certificate_pem: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
    });
    expect([sized, url, certificates]).toEqual([[], "https://203.0.113.7", undefined]);
    expect(certificate).toMatch(/^pem-[0-9a-f]{8}$/);
  });

  testWith("terraform", "are refused where they break a rule, a vault without its key among them", () => {
    expect(choose({ vault_ocid: "ocid1.vault.oc1..mine" }).both).toBe(false);
    for (const [wrong, rule] of [
      [
        { region: "Frankfurt" },
        'The variable `region` must be a region\'s name such as us-ashburn-1, got "Frankfurt".',
      ],
      [
        { tenancy_ocid: "mine" },
        "The variable `tenancy_ocid` must be the OCID of a tenancy, such as ocid1.tenancy.oc1..aaaa",
      ],
      [
        { compartment_ocid: "ocid1.vcn.oc1..a" },
        "The variable `compartment_ocid` must be the OCID of a compartment",
      ],
      [{ vault_ocid: "ocid1.key.oc1..a" }, "The variable `vault_ocid` must be empty or the OCID of a vault"],
      [{ image_ocid: "ol9" }, "The variable `image_ocid` must be empty or the OCID of an image"],
      [
        { administrator_password: "short" },
        "The variable `administrator_password` must be empty or begin with a letter and have 12 to 30 characters",
      ],
      [
        { administrator_password: "Administrator1" },
        "`administrator_password` must not have the word admin in it, in whatever case",
      ],
      [{ administrator_password: "aaaaaaaaaaaa" }, "`administrator_password` must have an upper-case letter"],
      [{ administrator_password: "AAAAAAAAAAA1" }, "`administrator_password` must have a lower-case letter"],
      [{ administrator_password: "AAAAAAAAAAAa" }, "`administrator_password` must have a digit"],
      [
        { alarm_email: "ops" },
        'The variable `alarm_email` must be empty or an e-mail address such as ops@example.com, got "ops".',
      ],
      [
        { certificate_ocid: "mine" },
        "The variable `certificate_ocid` must be empty or the OCID of a certificate",
      ],
      [
        { certificate_pem: "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----" },
        "The variable `certificate_pem` must be empty or hold certificates in PEM",
      ],
      [
        { private_key_pem: "-----BEGIN ENCRYPTED PRIVATE KEY-----" },
        "The variable `private_key_pem` must be empty or a private key in PEM",
      ],
      [
        { domain_name: "localhost" },
        'The variable `domain_name` must be empty or a lower-case name such as www.example.com, got "localhost".',
      ],
      [
        { shape: { instanceShape: "BM.Standard3.64" } },
        "The variable `shape` must name a virtual machine such as VM.Standard2.1",
      ],
      [
        { shape: { instanceShape: "VM.Standard.E5.Flex", ocpus: 0, memory: 0 } },
        "The variable `shape` must have a whole number of OCPUs, 1 or more",
      ],
      [
        { shape: { instanceShape: "VM.Standard.E5.Flex", ocpus: 1, memory: 900 } },
        "The variable `shape` must have 1 to 64 GB of memory for each OCPU",
      ],
      [
        { shape: { instanceShape: "VM.Standard.A1.Flex", ocpus: 4, memory: 2 } },
        "The variable `shape` must have 1 to 64 GB of memory for each OCPU",
      ],
      [{ database_version: "23ai" }, 'The variable `database_version` must be one of 26ai, 19c, got "23ai".'],
      [{ license_model: "FREE" }, 'must be one of LICENSE_INCLUDED, BRING_YOUR_OWN_LICENSE, got "FREE".'],
      [{ bandwidth_mbps: 9 }, "The variable `bandwidth_mbps` must be a whole number from 10 to 8000, got 9."],
      [{ database_ecpus: 1 }, "The variable `database_ecpus` must be a whole number from 2 to 512, got 1."],
      [
        { database_storage_gb: 20.5 },
        "The variable `database_storage_gb` must be a whole number from 20 to 393216, got 20.5.",
      ],
    ] as const)
      expect(complaintsAbout(wrong)).toContain(rule);
  });
});
