/**
 * A program for `node --input-type=module --eval`: fetches an artifact, compares it with its digest and unpacks it. Arguments are
 * address, digest and folder. Neither Terraform nor the kubelet must find anything of theirs in it: no dollar sign.
 *
 * Nothing is tried again: the kubelet starts a container that failed anew, with longer and longer pauses.
 */
export const fetchArtifact = `import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
const [address, digest, folder] = process.argv.slice(1);
const end = (message) => { console.error(message); process.exit(1); };
const answer = await fetch(address, { signal: AbortSignal.timeout(60000) }).catch((error) =>
  end("the artifact's store does not answer: " + (error.cause?.code ?? error.message)));
if (!answer.ok) end("the artifact's store answers " + answer.status);
const bytes = Buffer.from(await answer.arrayBuffer());
const found = createHash("sha256").update(bytes).digest("hex");
if (found !== digest) end("the artifact is another one: its digest is " + found + ", not " + digest);
const { status, stderr } = spawnSync("tar", ["--extract", "--gzip", "--no-same-owner", "--directory", folder], { input: bytes });
if (status !== 0) end("the artifact cannot be unpacked: " + stderr);
`;
