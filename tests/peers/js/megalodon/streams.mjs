// Streams over a WebSocket, one for each.

import { createReadStream } from "node:fs";
import { step } from "./steps.mjs";

async function heard(name, opening, event, act, expected) {
  await step(name, async () => {
    const stream = await opening;
    const found = new Promise((resolve, reject) => {
      stream.on(event, resolve);
      stream.on("error", reject);
      stream.on("parser-error", reject);
      stream.on("connect", () => act().catch(reject));
    });
    try {
      return await found;
    } finally {
      stream.stop();
    }
  }, expected);
}

export async function streams({ as, people: { noah } }) {
  const { mia, noah: other } = as;
  await mia.followAccount(noah.id);
  const says = (status, options) => () => other.postStatus(status, options);
  const theirs = { account: { id: noah.id } };
  await heard("userStreaming", mia.userStreaming(), "update", says("Who hears this?"), theirs);
  await heard("a notification", mia.userStreaming(), "notification", says("@mia And this?"), { type: "mention", ...theirs });
  await heard("an edit", mia.userStreaming(), "status_update", async () => {
    const { data } = await other.postStatus("Before");
    await other.editStatus(data.id, { status: "After" });
  }, { content: "<p>After</p>" });
  await heard("a deletion", mia.userStreaming(), "delete", async () => other.deleteStatus((await other.postStatus("Not for long")).data.id), (id) => /^\d+$/.test(id));
  await heard("publicStreaming", mia.publicStreaming(), "update", says("To all"), theirs);
  await heard("localStreaming", mia.localStreaming(), "update", async () => {
    const { data } = await other.uploadMedia(createReadStream("picture.png"));
    await other.postStatus("With a picture", { media_ids: [data.id] });
  }, { media_attachments: [{ type: "image" }] });
  await heard("tagStreaming", mia.tagStreaming("streamed"), "update", says("#streamed"), theirs);
  const list = await mia.createList("Streamed");
  await mia.addAccountsToList(list.data.id, [noah.id]);
  await heard("listStreaming", mia.listStreaming(list.data.id), "update", says("For the list"), theirs);
  await heard("directStreaming", mia.directStreaming(), "conversation", says("@mia A letter", { visibility: "direct" }), { last_status: { visibility: "direct" } });
}
