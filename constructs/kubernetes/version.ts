/**
 * Minor version of Kubernetes that clusters on both clouds run, and that manifests are checked with. Changed by hand: EKS
 * supports 1.36 until 2 August 2027.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
 */
export const kubernetesVersion = "1.36";

/**
 * Version as OKE names it, with the patch that Oracle builds images of nodes for.
 *
 * @see https://docs.oracle.com/iaas/images/oke-worker-node-oracle-linux-9x
 */
export const okeVersion = `v${kubernetesVersion}.1`;
