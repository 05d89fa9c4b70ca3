import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { OciControlPlane } from "../../rehearsal/oci/control-plane/control-plane";
import { ask } from "./ask";

const buckets = "objectstorage n/axabc/b";
const object = `${buckets}/states/o/stack/terraform.tfstate`;

describe("Object Storage that is played here", () => {
  let plane: OciControlPlane;
  beforeEach(async () => {
    plane = await OciControlPlane.start();
    await ask(plane, `POST ${buckets}`, { name: "states", versioning: "Enabled" });
  });
  afterEach(() => plane.close());

  const put = (headers: Record<string, string> = {}, at = object) =>
    ask(plane, `PUT ${at}`, { serial: 1 }, headers);
  const refused = (status: number, code: string) => ({ status, body: { code } });

  test("makes an object once where `If-None-Match: *` says so, and again when it was deleted", async () => {
    expect((await put({ "if-none-match": "*" })).status).toBe(200);
    expect(await put({ "if-none-match": "*" })).toMatchObject(refused(412, "IfNoneMatchFailed"));
    await ask(plane, `DELETE ${object}`);
    expect((await put({ "if-none-match": "*" })).status).toBe(200);
  });

  test("gives each object that is written another entity tag, and changes only the one that `If-Match` names", async () => {
    const first = String((await put()).headers.etag);
    const second = String((await put({ "if-match": first })).headers.etag);
    expect(second).not.toBe(first);
    for (const method of ["GET", "PUT", "DELETE"])
      expect(await ask(plane, `${method} ${object}`, {}, { "if-match": first })).toMatchObject(
        refused(412, "IfMatchFailed"),
      );
    expect(await ask(plane, `GET ${object}`, {}, { "if-match": second })).toMatchObject({
      status: 200,
      headers: { etag: second },
    });
    expect((await ask(plane, `DELETE ${object}`, {}, { "if-match": second })).status).toBe(204);
  });

  test("takes no other bytes than their digest says", async () => {
    expect(await put({ "content-md5": "AAAAAAAAAAAAAAAAAAAAAA==" })).toMatchObject(
      refused(400, "UnmatchedContentMD5"),
    );
    expect(plane.storage.objects.size).toBe(0);
  });

  test("lists names by what they begin with, so many at a time", async () => {
    for (const name of ["b/2", "a/1", "b/1", "b/3"]) await put({}, `${buckets}/states/o/${name}`);
    const listed = (query: string) => ask(plane, `GET ${buckets}/states/o?${query}`).then(({ body }) => body);
    expect(await listed("prefix=b/&limit=2")).toMatchObject({
      objects: [{ name: "b/1" }, { name: "b/2" }],
      nextStartWith: "b/3",
    });
    const rest = await listed("prefix=b/&limit=2&start=b/3");
    expect(rest.objects).toEqual([{ name: "b/3" }]);
    expect(rest).not.toHaveProperty("nextStartWith");
  });
});
