import { Bucket, type StoredObject } from "./bucket";
import { ApiError, type Item, noContent, notFound, ok } from "./http";
import { now } from "./inventory";
import type { Routes } from "./routes";

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
    return bucket?.live ?? new Map<string, StoredObject>();
  }

  /** Number of versions that the only bucket holds, delete markers among them. */
  get versions(): number {
    const [bucket] = this.buckets.values();
    return bucket?.held ?? 0;
  }

  /** Deletes every object as somebody would in the console. */
  deleteByHand(): void {
    for (const bucket of this.buckets.values())
      for (const name of bucket.live.keys()) bucket.delete(name, null);
  }

  /** Number of buckets. */
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
    routes.on("POST objectstorage n/:namespace/b", ({ body }, within) => {
      const name = String(body.name);
      if (this.buckets.has(name))
        throw new ApiError(
          409,
          "BucketAlreadyExists",
          `Either the bucket '${name}' exists or you may not see it`,
        );
      const item = {
        namespace: within,
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
      this.buckets.set(name, new Bucket(item, () => routes.next("version")));
      return ok(item);
    });
    const one = "objectstorage n/:namespace/b/:bucket";
    routes.on(`GET ${one}`, (_, __, name) => ok(this.bucket(name).item));
    routes.on(`POST ${one}`, ({ body }, _, name) => ok(Object.assign(this.bucket(name).item, body)));
    routes.on(`GET ${one}/retentionRules`, () => ok({ items: [] }));
    routes.on(`DELETE ${one}`, (_, __, name) => {
      if (this.bucket(name).held > 0)
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
    const bucketPath = "objectstorage n/:namespace/b/:bucket";
    const path = `${bucketPath}/o`;
    this.routes.on(`GET ${path}`, ({ query }, _, bucket) => ok(this.bucket(bucket).list(query)));
    this.routes.on(`GET ${bucketPath}/objectversions`, ({ query }, _, bucket) =>
      ok({ items: this.bucket(bucket).listVersions(query.get("prefix") ?? ""), prefixes: [] }),
    );
    this.routes.on(`PUT ${path}/:rest`, ({ bytes, headers }, _, bucket, name) => {
      const { etag, "content-md5": md5 } = this.bucket(bucket).put(name, bytes, headers).headers;
      return { status: 200, headers: { etag: etag!, "opc-content-md5": md5! } };
    });
    this.routes.on(`GET ${path}/:rest`, (request, _, bucket, name) => {
      const { bytes, headers } = this.bucket(bucket).get(name, request.headers);
      return {
        status: 200,
        headers: { ...headers, "content-length": String(bytes.length) },
        ...(request.method === "GET" && { body: bytes }),
      };
    });
    this.routes.on(`DELETE ${path}/:rest`, ({ query, headers }, _, bucket, name) => {
      this.bucket(bucket).delete(name, query.get("versionId"), headers);
      return noContent();
    });
    this.routes.on(`POST ${bucketPath}/actions/renameObject`, ({ body }, _, bucket) => {
      const { etag } = this.bucket(bucket).rename(String(body.sourceName), String(body.newName)).headers;
      return { status: 200, headers: { etag: etag! } };
    });
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
