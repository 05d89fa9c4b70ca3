// https://docs.oracle.com/iaas/Content/ContEng/Concepts/contengnetworkconfigexample.htm

/** Port of the Kubernetes API. */
export const apiPort = 6443;

/** Port by which nodes register, and by which pods exchange their token for credentials ("proxymux"). */
export const controlPlanePort = 12_250;

/** Port of each node's kubelet. */
export const kubeletPort = 10_250;

/** Port of each node that leads to pods that are ready, of the 30000 to 32767 that Kubernetes has for that. */
export const nodePort = 30_080;
