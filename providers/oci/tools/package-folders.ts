import { join } from "node:path";
import type { BindingFolders } from "./bindings";

const root = join(__dirname, "..");

/** The folders of this package. */
export const packageFolders: BindingFolders = {
  schema: join(root, "schema"),
  lib: join(root, "lib"),
  staging: join(root, "src"),
};
