import { requireValue } from "../shared";

/** Download of an artifact, for containers whose image has no app. */
export interface ArtifactDownload {
  /** `https` address that answers with the artifact and asks for no signature; may be a token. */
  readonly url: string;
}

/**
 * Node's image that the Dockerfile builds on, by the same digest, which names it for both architectures. It is pulled by a
 * registry's name only where there is no image of the app.
 */
export const nodeImage =
  "docker.io/library/node:24-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6";

const digestRule = "name an image by its digest, such as registry/counter@sha256:…";

/** Image of the containers, and the artifact where the app is not in it. */
export class Program {
  /**
   * The app's own image, as the Dockerfile makes it.
   *
   * @param reference of the image, with its digest: a tag may be another image tomorrow; may be a token
   * @throws {RefusedValue} for a reference without a digest
   */
  static image(reference: string): Program {
    requireValue("image", reference, digestRule, isByDigest);
    return new Program(reference, undefined);
  }

  /**
   * A stock image of Node and the artifact that servers get: it is fetched and compared with its digest before a pod starts.
   *
   * @param download where it is
   * @param image of Node, by its digest, with `tar` in it
   * @throws {RefusedValue} for an image without a digest
   */
  static artifact(download: ArtifactDownload, image: string = nodeImage): Program {
    requireValue("image", image, digestRule, isByDigest);
    return new Program(image, download);
  }

  private constructor(
    /** Image of the containers, by its digest. */
    readonly image: string,
    /** Download of the app; undefined where it is in the image. */
    readonly download: ArtifactDownload | undefined,
  ) {}
}

function isByDigest(reference: string): boolean {
  return /^[^\s@]+@sha256:[0-9a-f]{64}$/.test(reference);
}
