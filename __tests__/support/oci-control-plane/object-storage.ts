import { createHash } from "node:crypto";
import { ApiError, type ApiAnswer, type ApiRequest, type Item, noContent, notFound, ok } from "./http";
import { now } from "./inventory";
import type { Routes } from "./routes";

/** An object: its bytes, and what its headers say. */
export interface StoredObject {
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** A bucket, what is in it, and the links that read it. */
interface Bucket {
  item: Item;
  readonly objects: Map<string, StoredObject>;
  readonly links: Item[];
}

const namespace = "testnamespace";

/** Object Storage: objects are known by their names alone, so who deletes a name deletes whatever has it now. */
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

  /** Objects of the only bucket, by name. */
  get objects(): Map<string, StoredObject> {
    const [bucket] = this.buckets.values();
    return bucket?.objects ?? new Map<string, StoredObject>();
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
      this.buckets.set(name, { item, objects: new Map(), links: [] });
      return ok(item);
    });
    const one = "objectstorage n/:namespace/b/:bucket";
    routes.on(`GET ${one}`, (_, __, name) => ok(this.bucket(name).item));
    routes.on(`POST ${one}`, ({ body }, _, name) => ok(Object.assign(this.bucket(name).item, body)));
    routes.on(`GET ${one}/retentionRules`, () => ok({ items: [] }));
    routes.on(`DELETE ${one}`, (_, __, name) => {
      if (this.bucket(name).objects.size > 0)
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
      ok({ objects: [...this.bucket(bucket).objects.keys()].map((name) => ({ name })), prefixes: [] }),
    );
    this.routes.on(`PUT ${path}/:rest`, ({ bytes, headers }, _, bucket, name) => {
      const md5 = createHash("md5").update(bytes).digest("base64");
      this.bucket(bucket).objects.set(name, {
        bytes,
        headers: {
          "content-type": String(headers["content-type"] ?? "application/octet-stream"),
          "content-md5": md5,
          "storage-tier": "Standard",
          "last-modified": new Date().toUTCString(),
          "version-id": this.routes.next("version"),
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
    this.routes.on(`DELETE ${path}/:rest`, (_, __, bucket, name) => {
      this.object(bucket, name);
      this.bucket(bucket).objects.delete(name);
      return noContent();
    });
    this.routes.on("POST objectstorage n/:namespace/b/:bucket/actions/renameObject", ({ body }, _, bucket) =>
      this.rename(bucket, String(body.sourceName), String(body.newName)),
    );
  }

  private rename(bucket: string, from: string, to: string): ApiAnswer {
    const { objects } = this.bucket(bucket);
    objects.set(to, this.object(bucket, from));
    objects.delete(from);
    return { status: 200, headers: { etag: "1" } };
  }

  private object(bucket: string, name: string): StoredObject {
    const found = this.bucket(bucket).objects.get(name);
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

function metadataOf(headers: ApiRequest["headers"]): Record<string, string> {
  const all = Object.entries(headers).filter(([name]) => name.startsWith("opc-meta-"));
  return Object.fromEntries(all.map(([name, value]) => [name, String(value)]));
}
