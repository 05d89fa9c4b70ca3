import { okeVersion } from "../../constructs/kubernetes";
import { bandwidthLimits } from "../../constructs/oci";
import { matching, ocidOrNothing, shapeRules } from "./input-rules";
import type { OciInput } from "./input-groups";

/** Inputs of the servers. */
export function serverInputs(decided: {
  /** Whether there is a single server, and no pool. */
  readonly isSingle: boolean;
  /** Release of Oracle Linux that servers run. */
  readonly oracleLinux: string;
  /** Whether they are nodes of a cluster. */
  readonly isCluster: boolean;
}) {
  const { isSingle, oracleLinux, isCluster } = decided;
  const made = isCluster ? `Image of OKE for Kubernetes ${okeVersion}, made` : "Image made";
  const servers = isCluster ? "nodes" : "servers";
  return {
    shape: {
      group: "servers",
      title: "Shape",
      description: `Machine of each ${isCluster ? "node" : "server"}; a flexible one with its OCPUs and memory`,
      field: {
        type: "oci:core:instanceshapewithflex:name",
        dependsOn: { compartmentId: "compartment_ocid" },
      },
      rules: shapeRules,
      default: { instanceShape: "VM.Standard2.1", ocpus: 1, memory: 15 },
    },
    show_advanced: {
      group: "servers",
      title: "Show more options",
      description: "Shows options that have good defaults",
      field: { type: "boolean" },
      default: false,
    },
    availability_domain: {
      group: "servers",
      title: "Availability domain",
      description: `The only one that ${servers} stand in; empty for ${isSingle ? "the region's first" : "all that the region has"}`,
      field: {
        type: "oci:identity:availabilitydomain:name",
        dependsOn: { compartmentId: "compartment_ocid", regionName: "region" },
      },
      default: "",
      visible: "show_advanced",
    },
    image_ocid: {
      group: "servers",
      title: "Image",
      description: `${made} from Oracle Linux ${oracleLinux}; empty for the newest that Oracle offers. Another one replaces ${servers}`,
      field: { type: "oci:core:image:id", dependsOn: { compartmentId: "compartment_ocid" } },
      rules: [ocidOrNothing("image")],
      default: "",
      visible: "show_advanced",
    },
  } as const satisfies Record<string, OciInput>;
}

const nameOrNothing = "^(([a-z0-9]([a-z0-9-]*[a-z0-9])?[.])+[a-z][a-z0-9-]*[a-z0-9])?$";
const keyOrNothing =
  "^(-----BEGIN ((RSA|EC) )?PRIVATE KEY-----[^-]+-----END ((RSA|EC) )?PRIVATE KEY-----\\s*)?$";

// Resource Manager takes 8192 bytes for a variable's name and value together.
const certificatesOrNothing = matching(
  "^\\s*$|-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----",
  "be empty or hold certificates in PEM, each from BEGIN CERTIFICATE to END CERTIFICATE",
);
const pem = { type: "text", multiline: true, maxLength: 8000 } as const;

/** Inputs of the load balancer, beside its certificate. */
export const balancerInputs = {
  bandwidth_mbps: {
    group: "balancer",
    title: "Bandwidth in Mbps",
    description: "Bandwidth of the load balancer; a tenancy's first 10 Mbps are free",
    field: { type: "integer", minimum: bandwidthLimits.min, maximum: bandwidthLimits.max },
    default: bandwidthLimits.min,
    visible: "show_advanced",
  },
} as const satisfies Record<string, OciInput>;

/** Inputs of the load balancer's certificate. */
export const httpsInputs = {
  certificate_ocid: {
    group: "https",
    title: "OCID of the certificate",
    description: "Certificate of OCI Certificates, in this region; without one, visits are not encrypted",
    field: { type: "string", pattern: "^(ocid1[.]certificate[.].+)?$" },
    rules: [ocidOrNothing("certificate")],
    default: "",
  },
  domain_name: {
    group: "https",
    title: "Name",
    description: "Name on the certificate; its DNS record is yours to point to the load balancer",
    field: { type: "string", pattern: nameOrNothing },
    rules: [matching(nameOrNothing, "be empty or a lower-case name such as www.example.com")],
    default: "",
  },
  certificate_pem: {
    group: "https",
    title: "Certificate in PEM",
    description: "From BEGIN CERTIFICATE to END CERTIFICATE",
    field: pem,
    rules: [certificatesOrNothing],
    default: "",
    visible: { and: ["show_advanced", { eq: ["certificate_ocid", ""] }] },
  },
  private_key_pem: {
    group: "https",
    title: "Private key in PEM",
    description:
      "Key of the certificate, from BEGIN to END and without a passphrase. It is in Terraform's state in clear text",
    field: {
      type: "password",
      confirmation: true,
      maxLength: 8000,
      pattern: keyOrNothing,
    },
    rules: [
      matching(keyOrNothing, "be empty or a private key in PEM, from BEGIN to END and without a passphrase"),
    ],
    default: "",
    visible: { and: ["show_advanced", { eq: ["certificate_ocid", ""] }] },
  },
  chain_pem: {
    group: "https",
    title: "Chain in PEM",
    description: "Certificates between it and a root that browsers know",
    field: pem,
    rules: [certificatesOrNothing],
    default: "",
    visible: { and: ["show_advanced", { eq: ["certificate_ocid", ""] }] },
  },
} as const satisfies Record<string, OciInput>;
