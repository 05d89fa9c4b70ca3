import { buildBindings } from "./bindings";
import { packageFolders } from "./package-folders";

void buildBindings(packageFolders);
