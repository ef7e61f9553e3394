// Notifications, one by one and in groups, and requests of strangers.

import { id, list, nothing, number, refused, step, text } from "./steps.mjs";

export async function notifications({ as, people: { mia, noah, lena } }) {
  const own = as.mia.v1.notifications;
  await step("v1.notifications.clear", () => own.clear(), nothing);
  const post = await as.mia.v1.statuses.create({ status: "Look at this" });
  await as.noah.v1.statuses.$select(post.id).favourite();
  await as.lena.v1.statuses.$select(post.id).favourite();
  await as.noah.v1.statuses.create({ status: "@mia Hello" });
  const found = await step("v1.notifications.list", () => own.list({ types: ["mention", "favourite"], limit: 10 }), [
    { id, type: "mention", account: { id: noah.id }, groupKey: (key) => key.startsWith("ungrouped-") },
    { type: "favourite", account: { id: lena.id }, status: { id: post.id } },
    { type: "favourite", account: { id: noah.id }, groupKey: (key) => key.startsWith("favourite-") },
  ]);
  await step("v1.notifications.fetch", () => own.fetch({ excludeTypes: ["favourite"] }), [{ type: "mention" }]);
  await step("v1.notifications.$select.fetch", () => own.$select(found[0].id).fetch(), { type: "mention" });
  await step("v1.notifications.unreadCount.fetch", () => own.unreadCount.fetch(), { count: 3 });

  const grouped = as.mia.v2.notifications;
  const key = found[1].groupKey;
  await step("v2.notifications.list", () => grouped.list({ expandAccounts: "full" }), {
    accounts: (all) => all.length === 2, statuses: (all) => all.length === 2,
    notificationGroups: [{ type: "mention", notificationsCount: 1 }, { type: "favourite", notificationsCount: 2, groupKey: key, sampleAccountIds: [lena.id, noah.id], statusId: post.id }],
  });
  await step("v2.notifications.unreadCount.fetch", () => grouped.unreadCount.fetch({ groupedTypes: ["favourite"] }), { count: 2 });
  await step("v2.notifications.$select.fetch", () => grouped.$select(key).fetch(), { notificationGroups: [{ groupKey: key }] });
  await step("v2.notifications.$select.accounts.fetch", () => grouped.$select(key).accounts.fetch(), [{ id: lena.id }, { id: noah.id }]);
  await step("v2.notifications.$select.dismiss", () => grouped.$select(key).dismiss(), nothing);
  await step("v1.notifications.$select.dismiss", () => own.$select(found[0].id).dismiss(), nothing);
  await step("nothing is left", () => own.list(), []);

  const policy = { forNotFollowing: "accept", forNotFollowers: "accept", forNewAccounts: "accept", forPrivateMentions: "filter", forLimitedAccounts: "filter" };
  await step("v2.notifications.policy.fetch", () => grouped.policy.fetch(), { ...policy, summary: { pendingRequestsCount: number, pendingNotificationsCount: number } });
  await step("v2.notifications.policy.update", () => grouped.policy.update({ forNotFollowing: "filter" }), { ...policy, forNotFollowing: "filter" });
  await as.lena.v1.statuses.create({ status: "@mia Do you know me?" });
  const asked = await step("v1.notifications.requests.list", () => own.requests.list(), [{ id, account: { id: lena.id }, notificationsCount: text, lastStatus: { id } }]);
  const request = own.requests.$select(asked[0].id);
  await step("v1.notifications.requests.$select.fetch", () => request.fetch(), { id: asked[0].id });
  await step("v1.notifications.requests.$select.dismiss", () => request.dismiss(), nothing);
  await as.lena.v1.statuses.create({ status: "@mia Well?" });
  const again = (await own.requests.list())[0];
  await step("v1.notifications.requests.$select.accept", () => own.requests.$select(again.id).accept(), nothing);
  await step("v1.notifications.requests.merged.fetch", () => own.requests.merged.fetch(), { merged: true });
  await step("what was asked for came", () => own.list(), (all) => all.length > 0 && all.every((one) => one.account.id === lena.id));
  await step("v1.notifications.requests.accept", () => own.requests.accept({ id: [] }), nothing);
  await step("v1.notifications.requests.dismiss", () => own.requests.dismiss({ id: [] }), nothing);
  await grouped.policy.update({ forNotFollowing: "accept" });
  await refused("a notification of somebody else", () => as.noah.v1.notifications.$select(found[0].id).fetch(), 404, "Record not found");
  await step("notifications of a kind that is not there", () => own.list({ types: ["poll"] }), list);
  await step("v1.reports.create", () => as.mia.v1.reports.create({ accountId: lena.id, comment: "Too loud", category: "spam", forward: false }), {
    id, actionTaken: false, category: "spam", comment: "Too loud", forwarded: false, statusIds: [], ruleIds: null, targetAccount: { id: lena.id },
  });
  await refused("a report of nobody", () => as.mia.v1.reports.create({ accountId: "1" }), 404, "Record not found");
  await refused("a report with a long comment", () => as.mia.v1.reports.create({ accountId: mia.id, comment: "x".repeat(1001) }), 422, "Validation failed: Comment is too long (maximum is 1000 characters)");
}
