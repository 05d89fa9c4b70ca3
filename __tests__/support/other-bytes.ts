import { jest } from "@jest/globals";
import { artifactOf } from "../../rehearsal/life/artifact";
import { counterApp } from "../../stacks/counter-app";

/** Has the stacks ship an app with this content from now on, out of a new folder; returns the digest of its bytes. */
export function ship(content: string): string {
  const artifact = artifactOf(content);
  jest.replaceProperty(counterApp, "artifact", artifact);
  return artifact.sha256;
}
