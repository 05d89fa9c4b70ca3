import { createHash } from "node:crypto";
import { ApiError, type ApiAnswer, type ApiRequest, type Item, noContent, notFound, ok } from "./http";
import { now } from "./inventory";
import type { Routes } from "./routes";

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

/** A bucket, what was ever in it and is not gone for good, oldest first, and the links that read it. */
interface Bucket {
  item: Item;
  versions: Version[];
  readonly links: Item[];
}

const namespace = "testnamespace";

/**
 * Object Storage: objects are known by their names alone, so who deletes a name deletes whatever has it now. In a bucket
 * with versions a delete hides them, and a bucket that holds any version does not go.
 */
export class ObjectStorage {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly routes: Routes) {
    routes.on("GET objectstorage n", () => ({
      status: 200,
      body: JSON.stringify(namespace),
      headers: { "content-type": "application/json" },
    }));
    this.serveBuckets();
    this.serveObjects();
    this.serveLinks();
  }

  /** Objects of the only bucket that can be read, by name. */
  get objects(): ReadonlyMap<string, StoredObject> {
    const [bucket] = this.buckets.values();
    return bucket ? liveIn(bucket) : new Map<string, StoredObject>();
  }

  /** How many versions the only bucket holds, delete markers among them. */
  get versions(): number {
    const [bucket] = this.buckets.values();
    return bucket?.versions.length ?? 0;
  }

  /** Deletes every object as somebody would in the console. */
  deleteByHand(): void {
    for (const bucket of this.buckets.values())
      for (const name of liveIn(bucket).keys()) this.remove(bucket, name);
  }

  /** How many buckets there are. */
  get size(): number {
    return this.buckets.size;
  }

  private bucket(name: string): Bucket {
    const found = this.buckets.get(name);
    if (!found) throw new ApiError(404, "BucketNotFound", `The bucket '${name}' does not exist`);
    return found;
  }

  private serveBuckets(): void {
    const { routes } = this;
    routes.on("POST objectstorage n/:namespace/b", ({ body }) => {
      const name = String(body.name);
      if (this.buckets.has(name))
        throw new ApiError(
          409,
          "BucketAlreadyExists",
          `Either the bucket '${name}' exists or you may not see it`,
        );
      const item = {
        namespace,
        storageTier: "Standard",
        publicAccessType: "NoPublicAccess",
        versioning: "Disabled",
        objectEventsEnabled: false,
        autoTiering: "Disabled",
        isReadOnly: false,
        etag: "1",
        id: routes.next("bucket"),
        timeCreated: now(),
        ...body,
      };
      this.buckets.set(name, { item, versions: [], links: [] });
      return ok(item);
    });
    const one = "objectstorage n/:namespace/b/:bucket";
    routes.on(`GET ${one}`, (_, __, name) => ok(this.bucket(name).item));
    routes.on(`POST ${one}`, ({ body }, _, name) => ok(Object.assign(this.bucket(name).item, body)));
    routes.on(`GET ${one}/retentionRules`, () => ok({ items: [] }));
    routes.on(`DELETE ${one}`, (_, __, name) => {
      if (this.bucket(name).versions.length > 0)
        throw new ApiError(
          409,
          "BucketNotEmpty",
          `Bucket named '${name}' is not empty. Delete all objects first.`,
        );
      this.buckets.delete(name);
      return noContent();
    });
  }

  private serveObjects(): void {
    const path = "objectstorage n/:namespace/b/:bucket/o";
    this.routes.on(`GET ${path}`, (_, __, bucket) =>
      ok({ objects: [...liveIn(this.bucket(bucket)).keys()].map((name) => ({ name })), prefixes: [] }),
    );
    this.routes.on("GET objectstorage n/:namespace/b/:bucket/objectversions", ({ query }, _, bucket) =>
      ok({ items: this.versionsOf(bucket, query.get("prefix") ?? ""), prefixes: [] }),
    );
    this.routes.on(`PUT ${path}/:rest`, ({ bytes, headers }, _, bucket, name) => {
      const md5 = createHash("md5").update(bytes).digest("base64");
      const id = this.routes.next("version");
      this.put(this.bucket(bucket), id, name, {
        bytes,
        headers: {
          "content-type": String(headers["content-type"] ?? "application/octet-stream"),
          "content-md5": md5,
          "storage-tier": "Standard",
          "last-modified": new Date().toUTCString(),
          "version-id": id,
          ...metadataOf(headers),
        },
      });
      return { status: 200, headers: { etag: "1", "opc-content-md5": md5 } };
    });
    this.routes.on(`GET ${path}/:rest`, (request, _, bucket, name) => {
      const { bytes, headers } = this.object(bucket, name);
      return {
        status: 200,
        headers: { ...headers, etag: "1", "content-length": String(bytes.length) },
        ...(request.method === "GET" && { body: bytes }),
      };
    });
    this.routes.on(`DELETE ${path}/:rest`, ({ query }, _, bucket, name) => {
      const version = query.get("versionId");
      if (version === null) this.object(bucket, name);
      this.remove(this.bucket(bucket), name, version);
      return noContent();
    });
    this.routes.on("POST objectstorage n/:namespace/b/:bucket/actions/renameObject", ({ body }, _, bucket) =>
      this.rename(bucket, String(body.sourceName), String(body.newName)),
    );
  }

  private versionsOf(bucket: string, prefix: string): Item[] {
    const found = this.bucket(bucket).versions.filter(({ name }) => name.startsWith(prefix));
    return found.map(({ id, name, stored }) => ({
      name,
      versionId: id,
      isDeleteMarker: stored === undefined,
      timeModified: now(),
    }));
  }

  private put(bucket: Bucket, id: string, name: string, stored: StoredObject): void {
    if (!isVersioned(bucket)) this.remove(bucket, name);
    bucket.versions.push({ id, name, stored });
  }

  private remove(bucket: Bucket, name: string, version: string | null = null): void {
    if (version === null && isVersioned(bucket))
      bucket.versions.push({ id: this.routes.next("version"), name, stored: undefined });
    else
      bucket.versions = bucket.versions.filter(
        (one) => one.name !== name || (version !== null && one.id !== version),
      );
  }

  private rename(bucket: string, from: string, to: string): ApiAnswer {
    this.put(this.bucket(bucket), this.routes.next("version"), to, this.object(bucket, from));
    this.remove(this.bucket(bucket), from);
    return { status: 200, headers: { etag: "1" } };
  }

  private object(bucket: string, name: string): StoredObject {
    const found = liveIn(this.bucket(bucket)).get(name);
    if (!found) throw new ApiError(404, "ObjectNotFound", `The object '${name}' was not found in the bucket`);
    return found;
  }

  private serveLinks(): void {
    const path = "objectstorage n/:namespace/b/:bucket/p";
    this.routes.on(`POST ${path}`, ({ body }, _, bucket) => {
      const id = this.routes.next("link");
      const link = {
        id,
        accessUri: `/p/${id}/n/${namespace}/b/${bucket}/o/${String(body.objectName)}`,
        timeCreated: now(),
        ...body,
      };
      this.bucket(bucket).links.push(link);
      return ok(link);
    });
    this.routes.on(`GET ${path}`, (_, __, bucket) => ok(this.bucket(bucket).links));
    this.routes.on(`GET ${path}/:rest`, (_, __, bucket, id) => ok(this.link(bucket, id)));
    this.routes.on(`DELETE ${path}/:rest`, (_, __, bucket, id) => {
      const { links } = this.bucket(bucket);
      links.splice(links.indexOf(this.link(bucket, id)), 1);
      return noContent();
    });
  }

  private link(bucket: string, id: string): Item {
    const found = this.bucket(bucket).links.find((link) => link.id === id);
    if (!found) throw notFound(id);
    return found;
  }
}

function isVersioned({ item }: Bucket): boolean {
  return item.versioning === "Enabled";
}

/** The newest version of each object, where that is no delete marker. */
function liveIn({ versions }: Bucket): Map<string, StoredObject> {
  const newest = new Map(versions.map(({ name, stored }) => [name, stored]));
  return new Map([...newest].filter((entry): entry is [string, StoredObject] => entry[1] !== undefined));
}

function metadataOf(headers: ApiRequest["headers"]): Record<string, string> {
  const all = Object.entries(headers).filter(([name]) => name.startsWith("opc-meta-"));
  return Object.fromEntries(all.map(([name, value]) => [name, String(value)]));
}
