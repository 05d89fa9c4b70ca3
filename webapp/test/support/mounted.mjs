/** Loaded before a command: leads its reading below a folder to another one, by `MOUNTED`, JSON from folder to folder, as a mount does. */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import process from "node:process";

const folders = Object.entries(JSON.parse(process.env.MOUNTED ?? "{}"));
const read = fs.readFileSync;

fs.readFileSync = (file, ...rest) => {
  const [from, to] =
    folders.find(([folder]) => typeof file === "string" && file.startsWith(`${folder}/`)) ?? [];
  return read(from === undefined ? file : to + file.slice(from.length), ...rest);
};
syncBuiltinESMExports();
