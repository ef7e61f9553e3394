// Posts and what is done with them.

import { has, id, lacks, list, nothing, refused, step, text, time } from "./steps.mjs";

export async function statuses({ as, people: { mia, noah } }) {
  const post = as.mia.v1.statuses;
  const made = await step("v1.statuses.create", () => post.create({ status: "Hello @noah #fish https://far.example/x", spoilerText: "Careful", sensitive: true, language: "en", visibility: "public" }), {
    id, createdAt: time, editedAt: null, visibility: "public", spoilerText: "Careful", sensitive: true, language: "en",
    account: { id: mia.id }, mentions: [{ id: noah.id }], tags: [{ name: "fish" }], favourited: false, poll: null, quote: null,
    application: { name: text }, quoteApproval: { automatic: list, currentUser: "automatic" },
  });
  const one = post.$select(made.id);
  const seen = as.noah.v1.statuses.$select(made.id);
  await refused("nothing to post", () => post.create({ status: "" }), 422, "Validation failed: Text can't be blank");
  await refused("a long text", () => post.create({ status: "x".repeat(501) }), 422, "Validation failed: Text character limit of 500 exceeded");
  const headers = { "Idempotency-Key": "masto" };
  const first = await post.create({ status: "Once" }, { requestInit: { headers } });
  await step("an idempotency key", () => post.create({ status: "Once" }, { requestInit: { headers } }), { id: first.id });
  await step("v1.statuses.$select.fetch", () => seen.fetch(), { id: made.id, reblogged: false, muted: false, pinned: undefined });
  await step("v1.statuses.fetch", () => post.fetch({ id: [made.id, first.id, "1"] }), (found) => found.length === 2);
  await step("v1.statuses.$select.update", () => one.update({ status: "Hello again @noah", spoilerText: "", sensitive: false }), {
    id: made.id, editedAt: time, spoilerText: "", content: (html) => html.includes("Hello again"),
  });
  await step("v1.statuses.$select.history.list", () => one.history.list(), [{ spoilerText: "Careful", sensitive: true }, { spoilerText: "", account: { id: mia.id } }]);
  await step("v1.statuses.$select.source.fetch", () => one.source.fetch(), { id: made.id, text: "Hello again @noah", spoilerText: "" });
  await refused("somebody else's post", () => seen.update({ status: "No" }), 404, "Record not found");

  const reply = await as.noah.v1.statuses.create({ status: "@mia Yes", inReplyToId: made.id });
  await step("v1.statuses.$select.context.fetch", () => one.context.fetch(), { ancestors: [], descendants: [{ id: reply.id, inReplyToId: made.id, inReplyToAccountId: mia.id }] });
  await step("v1.statuses.$select.favourite", () => seen.favourite(), { favourited: true, favouritesCount: 1 });
  await step("v1.favourites.list", () => as.noah.v1.favourites.list(), [{ id: made.id }]);
  await step("v1.statuses.$select.favouritedBy.list", () => one.favouritedBy.list(), [{ id: noah.id }]);
  await step("v1.statuses.$select.unfavourite", () => seen.unfavourite(), { favourited: false, favouritesCount: 0 });
  await step("v1.statuses.$select.reblog", () => seen.reblog({ visibility: "unlisted" }), { visibility: "unlisted", account: { id: noah.id }, reblog: { id: made.id, reblogged: true, reblogsCount: 1 } });
  await step("v1.statuses.$select.rebloggedBy.list", () => one.rebloggedBy.list(), [{ id: noah.id }]);
  await step("v1.statuses.$select.unreblog", () => seen.unreblog(), { id: made.id, reblogged: false, reblogsCount: 0 });
  await step("v1.statuses.$select.bookmark", () => seen.bookmark(), { bookmarked: true });
  await step("v1.bookmarks.list", () => as.noah.v1.bookmarks.list(), [{ id: made.id }]);
  await step("v1.statuses.$select.unbookmark", () => seen.unbookmark(), { bookmarked: false });
  await step("v1.statuses.$select.mute", () => one.mute(), { muted: true });
  await step("v1.statuses.$select.unmute", () => one.unmute(), { muted: false });
  await step("v1.statuses.$select.pin", () => one.pin(), { pinned: true });
  await step("pinned posts", () => as.noah.v1.accounts.$select(mia.id).statuses.list({ pinned: true }), [{ id: made.id }]);
  await step("v1.statuses.$select.unpin", () => one.unpin(), { pinned: false });
  await refused("pinning what is not one's own", () => seen.pin(), 422, "Validation failed: Someone else's post cannot be pinned");
  await step("v1.statuses.$select.translate", () => seen.translate({ lang: "de" }), { language: "de", content: (found) => found.includes("→ de: ") });
  await step("v1.accounts.$select.statuses.list", () => as.noah.v1.accounts.$select(mia.id).statuses.list({ excludeReplies: true, excludeReblogs: true, limit: 5 }), has("id", made.id));

  const quote = await step("a quote", () => as.noah.v1.statuses.create({ status: "Look", quotedStatusId: made.id, quoteApprovalPolicy: "nobody" }), {
    quote: { state: "accepted", quotedStatus: { id: made.id } }, quoteApproval: { automatic: [], manual: [] },
  });
  await step("v1.statuses.$select.quotes.list", () => one.quotes.list(), [{ id: quote.id }]);

  const asked = await step("a poll", () => post.create({ status: "Well?", poll: { options: ["Yes", "No"], expiresIn: 600, multiple: false, hideTotals: true } }), {
    poll: { id, expired: false, multiple: false, votesCount: 0, voted: true, ownVotes: [], options: [{ title: "Yes", votesCount: null }, { title: "No" }] },
  });
  const poll = as.noah.v1.polls.$select(asked.poll.id);
  await step("v1.polls.$select.fetch", () => poll.fetch(), { id: asked.poll.id, voted: false, expiresAt: time });
  await step("v1.polls.$select.votes.create", () => poll.votes.create({ choices: [1] }), { voted: true, ownVotes: [1], votersCount: 1 });
  await refused("a second vote", () => poll.votes.create({ choices: [0] }), 422, "Validation failed: You have already voted on this poll");

  const later = new Date(Date.now() + 3_600_000).toISOString();
  const planned = await step("a post for later", () => post.create({ status: "Later", scheduledAt: later }), { id, scheduledAt: later, params: { text: "Later" }, mediaAttachments: [] });
  const schedule = as.mia.v1.scheduledStatuses;
  await step("v1.scheduledStatuses.list", () => schedule.list(), [{ id: planned.id }]);
  await step("v1.scheduledStatuses.$select.fetch", () => schedule.$select(planned.id).fetch(), { id: planned.id });
  const moved = new Date(Date.now() + 7_200_000).toISOString();
  await step("v1.scheduledStatuses.$select.update", () => schedule.$select(planned.id).update({ scheduledAt: moved }), { scheduledAt: moved });
  await step("v1.scheduledStatuses.$select.remove", () => schedule.$select(planned.id).remove(), nothing);
  await refused("a post that is planned too soon", () => post.create({ status: "Soon", scheduledAt: new Date(Date.now() + 60_000).toISOString() }), 422, "Validation failed: Scheduled at date must be in the future");

  await step("v1.statuses.$select.remove", () => post.$select(first.id).remove(), { id: first.id, text: "Once" });
  await refused("a post that is gone", () => post.$select(first.id).fetch(), 404, "Not Found");
  await step("posts without it", () => as.noah.v1.accounts.$select(mia.id).statuses.list(), lacks("id", first.id));
}
