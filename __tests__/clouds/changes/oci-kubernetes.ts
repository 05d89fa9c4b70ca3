import { cluster, flexible, type OciChange } from "./oci-bases";

const nodes = ["oci_containerengine_node_pool", "oci_load_balancer_backend", "terraform_data"];
const rolled = "new nodes come before old ones go, and pods move";

/** What each key and variable that is about a cluster does to a running stack on OCI. */
export const ociKubernetes: readonly OciChange[] = [
  {
    option: "webTier",
    base: cluster,
    change: "`kubernetes` → `servers`",
    to: { context: { webTier: "servers", ociImage: "" } },
    effect: "refused",
    note: "what each direction would do, and how to go all the same, is on [the page](kubernetes.md#from-one-to-the-other)",
  },
  {
    option: "ociKubernetesApiFrom",
    base: cluster,
    change: "comes",
    to: { context: { ociKubernetesApiFrom: "192.168.0.0/24" } },
    effect: "in place",
  },
  {
    option: "ociImage",
    base: cluster,
    change: "another digest",
    to: {
      context: {
        ociImage: `ocir.us-ashburn-1.oci.oraclecloud.com/test/counter@sha256:${"1".repeat(64)}`,
      },
    },
    effect: "nothing",
    note: "the output `manifests` is another one, and pods roll once it is applied",
  },
  {
    option: "shape",
    base: cluster,
    change: "`VM.Standard2.1` → `VM.Standard.E5.Flex`",
    to: { variables: { shape: flexible } },
    effect: "in place",
    gone: nodes,
    note: rolled,
  },
  {
    option: "ociOracleLinux",
    base: cluster,
    change: "`9` → `8`",
    to: { context: { ociOracleLinux: "8" } },
    effect: "in place",
    gone: nodes,
    note: rolled,
  },
];
