import { existsSync } from "node:fs";
import path from "node:path";
import { pathOf } from "../../../../rehearsal/machine/programs";

/** The programs of a control plane, and its command line. */
export type ControlPlaneProgram = "etcd" | "kube-apiserver" | "kube-controller-manager" | "kubectl";

/** Where tests of operators look for these programs; `setup-envtest` fills such a folder: https://book.kubebuilder.io/reference/envtest */
const folders = [process.env.KUBEBUILDER_ASSETS ?? "", "/usr/local/kubebuilder/bin"];

/** Where a program is; nothing where it is not. */
export function programAt(name: ControlPlaneProgram): string | undefined {
  return (
    folders
      .filter((folder) => folder !== "")
      .map((folder) => path.join(folder, name))
      .find((file) => existsSync(file)) ?? pathOf(name)
  );
}

/** What lacks of programs, to be said of tests that are skipped for it; nothing where all are there. */
export function lacking(...names: readonly ControlPlaneProgram[]): string | undefined {
  const absent = names.filter((name) => programAt(name) === undefined);
  return absent.length === 0 ? undefined : `needs ${absent.join(", ")} in KUBEBUILDER_ASSETS or on the PATH`;
}
