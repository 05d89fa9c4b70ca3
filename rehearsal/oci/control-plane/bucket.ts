import { createHash, randomUUID } from "node:crypto";
import { ApiError, type ApiRequest, type Item } from "./http";
import { now } from "./inventory";

/** An object: its bytes, and what its headers say. */
export interface StoredObject {
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** One version of an object: its bytes, or the mark that it was deleted. */
interface Version {
  readonly id: string;
  readonly name: string;
  /** Nothing for a delete marker. */
  readonly stored: StoredObject | undefined;
}

/** Headers of a request. */
type Headers = ApiRequest["headers"];

// The most that one answer lists (https://docs.oracle.com/iaas/api/#/en/objectstorage/latest/Object/ListObjects).
const mostListed = 1000;

/** A bucket of Object Storage: what was ever in it and is not gone for good, oldest first, and the links that read it. */
export class Bucket {
  readonly links: Item[] = [];
  private versions: Version[] = [];

  /**
   * @param item the bucket as the API shows it
   * @param next makes an OCID for a version
   */
  constructor(
    readonly item: Item,
    private readonly next: () => string,
  ) {}

  /** Number of versions that it holds, delete markers among them. */
  get held(): number {
    return this.versions.length;
  }

  /** The newest version of each object, where that is no delete marker. */
  get live(): ReadonlyMap<string, StoredObject> {
    const newest = new Map(this.versions.map(({ name, stored }) => [name, stored]));
    return new Map([...newest].filter((entry): entry is [string, StoredObject] => entry[1] !== undefined));
  }

  /** Names of objects by what they begin with, in their order, and the first that one answer has no room for. */
  list(query: URLSearchParams): Item {
    const names = [...this.live.keys()]
      .filter((name) => name.startsWith(query.get("prefix") ?? "") && name >= (query.get("start") ?? ""))
      .sort();
    const limit = Number(query.get("limit") ?? mostListed);
    return {
      objects: names.slice(0, limit).map((name) => ({ name })),
      prefixes: [],
      ...(names[limit] !== undefined && { nextStartWith: names[limit] }),
    };
  }

  /** Every version whose name begins like that. */
  listVersions(prefix: string): Item[] {
    return this.versions
      .filter(({ name }) => name.startsWith(prefix))
      .map(({ id, name, stored }) => ({
        name,
        versionId: id,
        isDeleteMarker: stored === undefined,
        timeModified: now(),
      }));
  }

  /**
   * An object as it is now.
   *
   * @throws {ApiError} for none, and for one that has another entity tag than the headers ask for
   */
  get(name: string, headers: Headers = {}): StoredObject {
    const found = this.live.get(name);
    if (!found) throw new ApiError(404, "ObjectNotFound", `The object '${name}' was not found in the bucket`);
    requireMatch(headers, found);
    return found;
  }

  /**
   * Stores an object, with a new entity tag.
   *
   * @throws {ApiError} for other bytes than the headers say, and where their condition on what is there does not hold
   */
  put(name: string, bytes: Buffer, headers: Headers): StoredObject {
    const md5 = createHash("md5").update(bytes).digest("base64");
    if (![undefined, md5].includes(headers["content-md5"] as string | undefined))
      throw new ApiError(400, "UnmatchedContentMD5", `The computed MD5 of the request body is ${md5}`);
    requireMatch(headers, this.live.get(name));
    return this.add(
      name,
      {
        "content-type": String(headers["content-type"] ?? "application/octet-stream"),
        "content-md5": md5,
        "storage-tier": "Standard",
        "last-modified": new Date().toUTCString(),
        ...metadataOf(headers),
      },
      bytes,
    );
  }

  /** Gives an object another name. */
  rename(from: string, to: string): StoredObject {
    const { headers, bytes } = this.get(from);
    const renamed = this.add(to, headers, bytes);
    this.hide(from);
    return renamed;
  }

  /**
   * Deletes one version for good, or the object: in a bucket with versions it is hidden.
   *
   * @throws {ApiError} for no such object, and for one that has another entity tag than the headers ask for
   */
  delete(name: string, version: string | null, headers: Headers = {}): void {
    if (version !== null)
      this.versions = this.versions.filter((one) => one.name !== name || one.id !== version);
    else {
      this.get(name, headers);
      this.hide(name);
    }
  }

  private add(name: string, headers: StoredObject["headers"], bytes: Buffer): StoredObject {
    const id = this.next();
    const stored = { bytes, headers: { ...headers, etag: randomUUID(), "version-id": id } };
    if (!this.isVersioned) this.hide(name);
    this.versions.push({ id, name, stored });
    return stored;
  }

  private hide(name: string): void {
    if (this.isVersioned) this.versions.push({ id: this.next(), name, stored: undefined });
    else this.versions = this.versions.filter((one) => one.name !== name);
  }

  private get isVersioned(): boolean {
    return this.item.versioning === "Enabled";
  }
}

/** Refuses what the entity tag of an object, or that there is one, does not allow. */
function requireMatch(headers: Headers, found: StoredObject | undefined): void {
  const { "if-match": wanted, "if-none-match": unwanted } = headers;
  const etag = found?.headers.etag;
  if (wanted !== undefined && wanted !== etag)
    throw new ApiError(412, "IfMatchFailed", `The If-Match header is '${String(wanted)}', not '${etag}'`);
  if (etag !== undefined && (unwanted === "*" || unwanted === etag))
    throw new ApiError(412, "IfNoneMatchFailed", `There is an object with the entity tag '${etag}'`);
}

function metadataOf(headers: Headers): Record<string, string> {
  const all = Object.entries(headers).filter(([name]) => name.startsWith("opc-meta-"));
  return Object.fromEntries(all.map(([name, value]) => [name, String(value)]));
}
