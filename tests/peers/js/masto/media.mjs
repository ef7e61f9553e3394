// Pictures and sounds.

import { readFileSync } from "node:fs";
import { id, refused, step, text } from "./steps.mjs";

export async function media({ as, nobody }) {
  const file = () => new Blob([readFileSync("picture.png")], { type: "image/png" });
  const sent = await step("v2.media.create", () => as.mia.v2.media.create({ file: file(), description: "A square", focus: "0.5,-0.5" }), {
    id, type: "image", url: text, previewUrl: text, remoteUrl: null, description: "A square", blurhash: text,
    meta: { original: { width: 8, height: 8, size: "8x8", aspect: 1 }, focus: { x: 0.5, y: -0.5 } },
  });
  await step("v1.media.create", () => as.mia.v1.media.create({ file: file() }), { id, type: "image", url: text, description: null });
  await step("without waiting", () => as.mia.v2.media.create({ file: file(), skipPolling: true }), { id, type: "image" });
  await step("v1.media.$select.fetch", () => as.mia.v1.media.$select(sent.id).fetch(), { id: sent.id, description: "A square" });
  await step("v1.media.$select.update", () => as.mia.v1.media.$select(sent.id).update({ description: "A blue square", focus: "0,0" }), { description: "A blue square", meta: { focus: { x: 0, y: 0 } } });
  const post = await step("a post with a picture", () => as.mia.v1.statuses.create({ mediaIds: [sent.id], sensitive: true }), { sensitive: true, mediaAttachments: [{ id: sent.id, description: "A blue square" }] });
  await step("a description is edited", () => as.mia.v1.statuses.$select(post.id).update({ status: "With words", mediaIds: [sent.id], mediaAttributes: [{ id: sent.id, description: "Blue" }] }), { mediaAttachments: [{ description: "Blue" }] });
  await step("the file itself", async () => (await fetch(sent.url)).headers.get("content-type"), "image/png");
  await refused("no picture", () => as.mia.v2.media.create({ file: new Blob(["not a picture"], { type: "image/png" }) }), 422, "Validation failed: File content type is invalid, File is invalid");
  await refused("no file", () => as.mia.v2.media.create({}), 422, "Validation failed: File can't be blank");
  await refused("an upload of nobody", () => nobody.v2.media.create({ file: file() }), 401, "The access token is invalid");
}
