// Lists and conversations.

import { has, id, nothing, refused, step } from "./steps.mjs";

export async function lists({ as, people: { mia, noah } }) {
  const own = as.mia.v1.lists;
  await as.mia.v1.accounts.$select(noah.id).follow();
  const made = await step("v1.lists.create", () => own.create({ title: "Near", repliesPolicy: "followed", exclusive: true }), { id, title: "Near", repliesPolicy: "followed", exclusive: true });
  const one = own.$select(made.id);
  await refused("a list without a title", () => own.create({ title: "" }), 422, "Validation failed: Title can't be blank");
  await step("v1.lists.list", () => own.list(), [{ id: made.id }]);
  await step("v1.lists.$select.fetch", () => one.fetch(), { title: "Near" });
  await step("v1.lists.$select.update", () => one.update({ title: "Nearer", exclusive: false }), { title: "Nearer", exclusive: false, repliesPolicy: "followed" });
  await step("v1.lists.$select.accounts.create", () => one.accounts.create({ accountIds: [noah.id] }), nothing);
  await refused("twice in a list", () => one.accounts.create({ accountIds: [noah.id] }), 422, "Validation failed: Account is already on the list");
  await step("v1.lists.$select.accounts.list", () => one.accounts.list(), [{ id: noah.id }]);
  await step("lists that hold an account", () => as.mia.v1.accounts.$select(noah.id).lists.list(), [{ id: made.id }]);
  const post = await as.noah.v1.statuses.create({ status: "For the list" });
  await step("v1.timelines.list.$select.list", () => as.mia.v1.timelines.list.$select(made.id).list(), has("id", post.id));
  await step("v1.lists.$select.accounts.remove", () => one.accounts.remove({ accountIds: [noah.id] }), nothing);
  await step("v1.lists.$select.remove", () => one.remove(), nothing);
  await refused("a list that is gone", () => one.fetch(), 404, "Record not found");

  const letter = await as.noah.v1.statuses.create({ status: "@mia A letter", visibility: "direct" });
  const found = await step("v1.conversations.list", () => as.mia.v1.conversations.list(), [{ id, unread: true, accounts: [{ id: noah.id }], lastStatus: { id: letter.id } }]);
  const talk = as.mia.v1.conversations.$select(found[0].id);
  await step("v1.conversations.$select.read", () => talk.read(), { unread: false });
  await step("v1.conversations.$select.unread", () => talk.unread(), { unread: true });
  await step("v1.conversations.$select.remove", () => talk.remove(), nothing);
  await step("no conversation", () => as.mia.v1.conversations.list(), []);
  await refused("an account that a list may not hold", () => one.accounts.create({ accountIds: [mia.id] }), 404, "Record not found");
}
