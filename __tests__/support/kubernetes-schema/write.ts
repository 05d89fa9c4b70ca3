import { writeFileSync } from "node:fs";
import { ControlPlane } from "../../constructs/kubernetes/control-plane/control-plane";
import { schemaFile, subsetOf } from "./subset";

/** `npx tsx __tests__/support/kubernetes-schema/write.ts`: writes the schema anew, from the `kube-apiserver` that this machine has. */
async function write(): Promise<void> {
  const plane = await ControlPlane.start();
  try {
    const schema = await subsetOf((groupVersion) => plane.openApi(groupVersion));
    writeFileSync(schemaFile, `${JSON.stringify(schema, null, 2)}\n`);
  } finally {
    await plane.stop();
  }
}

void write();
