// Streams over a WebSocket.

import { openAsBlob } from "node:fs";
import { createStreamingAPIClient } from "masto";
import WebSocket from "ws";
import { step } from "./steps.mjs";

const pause = () => new Promise((resolve) => setTimeout(resolve, 300));

// The client does not say when a subscription stands: the act is repeated until an event of the expected kind comes.
async function heard(name, subscription, act, expected) {
  await step(name, async () => {
    let found;
    const listening = (async () => {
      for await (const event of subscription) {
        if (event.event !== expected.event) continue;
        found = event;
        return;
      }
    })();
    while (found === undefined) {
      await act();
      await Promise.race([listening, pause()]);
    }
    return found;
  }, expected);
}

export async function streams({ as, people: { mia, noah }, streaming }) {
  const stream = createStreamingAPIClient({ streamingApiUrl: streaming, accessToken: mia.token, implementation: WebSocket });
  await step("prepare", () => stream.prepare().then((socket) => socket.readyState), WebSocket.OPEN);
  const says = (status, rest = {}) => () => as.noah.v1.statuses.create({ status, ...rest });
  const update = (...names) => ({ stream: names, event: "update", payload: { account: { id: noah.id } } });
  await as.mia.v1.accounts.$select(noah.id).follow();

  await heard("user.subscribe", stream.user.subscribe(), says("Who hears this?"), update("user"));
  await heard("an edit", stream.user.subscribe(), async () => {
    const post = await says("Before")();
    await as.noah.v1.statuses.$select(post.id).update({ status: "After" });
  }, { stream: ["user"], event: "status.update", payload: { content: "<p>After</p>" } });
  await heard("a deletion", stream.user.subscribe(), async () => {
    const post = await says("Not for long")();
    await as.noah.v1.statuses.$select(post.id).remove();
  }, { stream: ["user"], event: "delete", payload: (id) => /^\d+$/.test(id) });
  await heard("user.notification.subscribe", stream.user.notification.subscribe(), says("@mia And this?"), {
    stream: ["user:notification"], event: "notification", payload: { type: "mention", account: { id: noah.id } },
  });
  await heard("public.subscribe", stream.public.subscribe(), says("To all"), update("public"));
  await heard("public.local.subscribe", stream.public.local.subscribe(), says("To all here"), update("public:local"));
  await heard("hashtag.subscribe", stream.hashtag.subscribe({ tag: "streamed" }), says("#streamed"), update("hashtag", "streamed"));
  await heard("hashtag.local.subscribe", stream.hashtag.local.subscribe({ tag: "streamed" }), says("#streamed here"), update("hashtag:local", "streamed"));
  const picture = async () => {
    const file = await openAsBlob("picture.png", { type: "image/png" });
    const media = await as.noah.v2.media.create({ file, skipPolling: true });
    await as.noah.v1.statuses.create({ status: "A picture", mediaIds: [media.id] });
  };
  await heard("public.media.subscribe", stream.public.media.subscribe(), picture, update("public:media"));
  await heard("public.local.media.subscribe", stream.public.local.media.subscribe(), picture, update("public:local:media"));
  const list = await as.mia.v1.lists.create({ title: "Streamed" });
  await as.mia.v1.lists.$select(list.id).accounts.create({ accountIds: [noah.id] });
  await heard("list.subscribe", stream.list.subscribe({ list: list.id }), says("For the list"), update("list", list.id));
  await heard("direct.subscribe", stream.direct.subscribe(), says("@mia A letter", { visibility: "direct" }), {
    stream: ["direct"], event: "conversation", payload: { lastStatus: { visibility: "direct" } },
  });

  // Nobody elsewhere posts: these are not refused, which would come before what is asked for later.
  let refusal;
  for (const remote of [stream.public.remote, stream.public.remote.media]) {
    remote.subscribe().values().next().catch((error) => { refusal = error; });
  }
  await heard("after two more", stream.public.subscribe(), says("Still there?"), update("public"));
  await step("public.remote.subscribe and public.remote.media.subscribe", async () => refusal, undefined);
  await step("close", async () => {
    stream.close();
    try {
      await stream.prepare();
    } catch (error) {
      return error.message;
    }
  }, "WebSocket closed");
}
