// Posts, media, polls, timelines, notifications.

import { createECDH, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { has, id, impossible, list, nothing, refused, some, step, text, time } from "./steps.mjs";

const done = { status: 200, data: nothing };

export async function statuses({ as, people: { mia, noah } }) {
  const own = as.mia;
  const made = (await step("postStatus", () => own.postStatus("Hello @noah #fish", { spoiler_text: "Careful", sensitive: true, language: "en", visibility: "public" }), {
    data: { id, created_at: time, visibility: "public", spoiler_text: "Careful", sensitive: true, language: "en", mentions: [{ id: noah.id }], tags: [{ name: "fish" }], account: { id: mia.id } },
  })).data;
  await refused("nothing to post", () => own.postStatus(""), 422, "Validation failed: Text can't be blank");
  await step("getStatus", () => as.noah.getStatus(made.id), { data: { id: made.id, reblogged: false } });
  await step("editStatus", () => own.editStatus(made.id, { status: "Hello again @noah #fish", spoiler_text: "" }), { data: { content: (html) => html.includes("again"), edited_at: time } });
  await step("getStatusSource", () => own.getStatusSource(made.id), { data: { text: "Hello again @noah #fish", spoiler_text: "" } });
  const reply = await as.noah.postStatus("@mia Yes", { in_reply_to_id: made.id });
  await step("getStatusContext", () => own.getStatusContext(made.id), { data: { ancestors: [], descendants: [{ id: reply.data.id }] } });
  await step("favouriteStatus", () => as.noah.favouriteStatus(made.id), { data: { favourited: true, favourites_count: 1 } });
  await step("getFavourites", () => as.noah.getFavourites(), { data: [{ id: made.id }] });
  await step("getStatusFavouritedBy", () => own.getStatusFavouritedBy(made.id), { data: [{ id: noah.id }] });
  await step("unfavouriteStatus", () => as.noah.unfavouriteStatus(made.id), { data: { favourited: false } });
  await step("reblogStatus", () => as.noah.reblogStatus(made.id), { data: { reblog: { id: made.id, reblogged: true } } });
  await step("getStatusRebloggedBy", () => own.getStatusRebloggedBy(made.id), { data: [{ id: noah.id }] });
  await step("unreblogStatus", () => as.noah.unreblogStatus(made.id), { data: { id: made.id, reblogged: false } });
  await step("bookmarkStatus", () => own.bookmarkStatus(made.id), { data: { bookmarked: true } });
  await step("getBookmarks", () => own.getBookmarks(), { data: [{ id: made.id }] });
  await step("unbookmarkStatus", () => own.unbookmarkStatus(made.id), { data: { bookmarked: false } });
  await step("muteStatus", () => own.muteStatus(made.id), { data: { muted: true } });
  await step("unmuteStatus", () => own.unmuteStatus(made.id), { data: { muted: false } });
  await step("pinStatus", () => own.pinStatus(made.id), { data: { pinned: true } });
  await step("getAccountStatuses", () => as.noah.getAccountStatuses(mia.id, { pinned: true }), { data: [{ id: made.id }] });
  await step("unpinStatus", () => own.unpinStatus(made.id), { data: { pinned: false } });

  const picture = (await step("uploadMedia", () => own.uploadMedia(createReadStream("picture.png"), { description: "A square", focus: "0,0.5" }), { data: { id, type: "image", url: text, description: "A square" } })).data;
  await step("updateMedia", () => own.updateMedia(picture.id, { description: "Blue" }), { data: { description: "Blue" } });
  await step("getMedia", () => own.getMedia(picture.id), { data: { id: picture.id, blurhash: text, meta: { focus: { x: 0, y: 0.5 } } } });
  await step("a post with a picture", () => own.postStatus("Look", { media_ids: [picture.id] }), { data: { media_attachments: [{ id: picture.id }] } });

  const asked = (await step("a poll", () => own.postStatus("Well?", { poll: { options: ["Yes", "No"], expires_in: 600, multiple: false, hide_totals: false } }), { data: { poll: { id, votes_count: 0, options: [{ title: "Yes" }, { title: "No" }] } } })).data;
  await step("getPoll", () => as.noah.getPoll(asked.poll.id), { data: { voted: false, expired: false } });
  await step("votePoll", () => as.noah.votePoll(asked.poll.id, [1]), { data: { voted: true, votes_count: 1 } });
  await refused("a second vote", () => as.noah.votePoll(asked.poll.id, [0]), 422, "Validation failed: You have already voted on this poll");

  const later = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const planned = (await step("a post for later", () => own.postStatus("Later", { scheduled_at: later(1) }), { data: { id, scheduled_at: time, params: { text: "Later" } } })).data;
  await step("getScheduledStatuses", () => own.getScheduledStatuses(), { data: [{ id: planned.id }] });
  await step("getScheduledStatus", () => own.getScheduledStatus(planned.id), { data: { id: planned.id } });
  const moved = later(2);
  await step("scheduleStatus", () => own.scheduleStatus(planned.id, moved), { data: { scheduled_at: moved } });
  await step("cancelScheduledStatus", () => own.cancelScheduledStatus(planned.id), done);

  await step("getHomeTimeline", () => as.alice.getHomeTimeline({ limit: 3 }), { data: (found) => found.length === 3, headers: { link: (pages) => pages.includes('rel="next"') } });
  await step("getPublicTimeline", () => own.getPublicTimeline({ limit: 3 }), { data: (found) => found.length === 3 });
  await step("getLocalTimeline", () => own.getLocalTimeline({ only_media: true }), { data: (found) => found.length > 0 && found.every((one) => one.media_attachments.length > 0) });
  await step("getTagTimeline", () => own.getTagTimeline("fish", { local: true }), { data: has("id", made.id) });
  await step("search", () => own.search("noah", { type: "accounts", limit: 2 }), { data: { accounts: has("id", noah.id), statuses: [], hashtags: [] } });

  await as.noah.postStatus("@mia A letter", { visibility: "direct" });
  const talk = (await step("getConversationTimeline", () => own.getConversationTimeline(), { data: [{ id, unread: true, accounts: [{ id: noah.id }] }] })).data[0];
  await step("readConversation", () => own.readConversation(talk.id), { data: { unread: false } });
  await step("deleteConversation", () => own.deleteConversation(talk.id), done);

  const told = (await step("getNotifications", () => own.getNotifications({ limit: 10, exclude_types: ["reblog"] }), { data: some, headers: { link: text } })).data;
  await step("getNotification", () => own.getNotification(told[0].id), { data: { id: told[0].id, type: "mention", account: { id: noah.id } } });
  await step("dismissNotification", () => own.dismissNotification(told[0].id), done);
  await refused("a notification that is gone", () => own.getNotification(told[0].id), 404, "Record not found");
  await step("dismissNotifications", () => own.dismissNotifications(), done);
  await step("nothing is left", () => own.getNotifications(), { data: [] });
  await impossible("readNotifications", () => own.readNotifications({}), "does not support");

  const keys = { p256dh: createECDH("prime256v1").generateKeys("base64url"), auth: randomBytes(16).toString("base64url") };
  await step("subscribePushNotification", () => own.subscribePushNotification({ endpoint: "https://push.example/mia", keys }, { alerts: { mention: true } }), { data: { id, endpoint: "https://push.example/mia", server_key: text, alerts: { mention: true } } });
  await step("getPushSubscription", () => own.getPushSubscription(), { data: { alerts: { mention: true } } });
  await step("updatePushSubscription", () => own.updatePushSubscription({ alerts: { follow: true } }), { data: { alerts: { follow: true } } });
  await step("deletePushSubscription", () => own.deletePushSubscription(), done);

  await step("deleteStatus", () => own.deleteStatus(made.id), { data: { id: made.id } });
  await refused("a post that is gone", () => own.getStatus(made.id), 404, "Not Found");
  for (const name of ["createEmojiReaction", "deleteEmojiReaction", "getEmojiReactions", "getEmojiReaction"]) {
    await impossible(name, () => own[name](made.id, "x"), "does not support");
  }
  await step("accounts of a page are whole", () => own.getPublicTimeline({ limit: 5 }), { data: (found) => found.every((one) => id(one.account.id) && list(one.account.fields)) });
}
