// Accounts and what they are to each other.

import { has, id, lacks, list, nothing, refused, some, step, text } from "./steps.mjs";

export async function people({ as, nobody, people: { mia, noah, lena, olaf }, url }) {
  const at = (person) => as.mia.v1.accounts.$select(person.id);
  await step("v1.accounts.$select.fetch", () => at(noah).fetch(), {
    id: noah.id, username: "noah", acct: "noah", locked: false, bot: false, url: `${url}/@noah`, uri: text, followersCount: 0, fields: [], emojis: [], moved: undefined,
  });
  await refused("an account that is not there", () => as.mia.v1.accounts.$select("1").fetch(), 404, "Record not found");
  await step("v1.accounts.fetch", () => as.mia.v1.accounts.fetch({ id: [noah.id, lena.id, "1"] }), (found) => found.length === 2);
  await step("v1.accounts.lookup", () => nobody.v1.accounts.lookup({ acct: "noah" }), { id: noah.id });
  await step("v1.accounts.search.list", () => as.mia.v1.accounts.search.list({ q: "noa", limit: 5 }), has("acct", "noah"));

  const none = { id: noah.id, following: false, requested: false, followedBy: false, blocking: false, muting: false, endorsed: false, note: "" };
  await step("v1.accounts.relationships.fetch", () => as.mia.v1.accounts.relationships.fetch({ id: [noah.id, lena.id] }), [none, { id: lena.id }]);
  await step("v1.accounts.$select.follow", () => at(noah).follow({ reblogs: false, notify: true, languages: ["en"] }), {
    following: true, showingReblogs: false, notifying: true, languages: ["en"],
  });
  await step("a follow is changed", () => at(noah).follow({ reblogs: true, notify: false, languages: null }), { showingReblogs: true, notifying: false });
  await refused("following oneself", () => at(mia).follow(), 403, "Following your own account is not allowed");
  await step("v1.accounts.$select.followers.list", () => at(noah).followers.list({ limit: 2 }), [{ id: mia.id }]);
  await step("v1.accounts.$select.following.list", () => at(mia).following.list(), [{ id: noah.id }]);
  await step("v1.accounts.familiarFollowers.fetch", () => as.lena.v1.accounts.familiarFollowers.fetch({ id: [noah.id] }), [{ id: noah.id, accounts: [] }]);

  await step("v1.accounts.$select.endorse", () => at(noah).endorse(), { endorsed: true });
  await step("v1.endorsements.list", () => as.mia.v1.endorsements.list(), [{ id: noah.id }]);
  await step("v1.accounts.$select.endorsements.list", () => at(mia).endorsements.list(), [{ id: noah.id }]);
  await step("v1.accounts.$select.unendorse", () => at(noah).unendorse(), { endorsed: false });
  await step("v1.accounts.$select.pin", () => at(noah).pin(), { endorsed: true });
  await step("v1.accounts.$select.unpin", () => at(noah).unpin(), { endorsed: false });
  await refused("endorsing who is not followed", () => at(lena).pin(), 422, "Validation failed: You must be already following the person you want to endorse");
  await step("v1.accounts.$select.note.create", () => at(noah).note.create({ comment: "A good one" }), { note: "A good one" });

  await step("a request to follow", () => at(lena).follow(), { following: false, requested: true });
  await step("v1.followRequests.list", () => as.lena.v1.followRequests.list(), [{ id: mia.id }]);
  await step("v1.followRequests.$select.reject", () => as.lena.v1.followRequests.$select(mia.id).reject(), { followedBy: false, requestedBy: false });
  await at(lena).follow();
  await step("v1.followRequests.$select.authorize", () => as.lena.v1.followRequests.$select(mia.id).authorize(), { followedBy: true });
  await step("v1.accounts.$select.unfollow", () => at(lena).unfollow(), { following: false });
  await step("v1.accounts.$select.removeFromFollowers", () => as.noah.v1.accounts.$select(mia.id).removeFromFollowers(), { followedBy: false });

  await step("v1.accounts.$select.mute", () => at(noah).mute({ notifications: false, duration: 3600 }), { muting: true, mutingNotifications: false });
  await step("v1.mutes.list", () => as.mia.v1.mutes.list(), [{ id: noah.id, muteExpiresAt: text }]);
  await step("v1.accounts.$select.unmute", () => at(noah).unmute(), { muting: false });
  await step("v1.accounts.$select.block", () => at(noah).block(), { blocking: true });
  await step("v1.blocks.list", () => as.mia.v1.blocks.list(), [{ id: noah.id }]);
  await step("v1.accounts.$select.unblock", () => at(noah).unblock(), { blocking: false });
  await step("v1.domainBlocks.create", () => as.mia.v1.domainBlocks.create({ domain: "bad.example" }), nothing);
  await step("v1.domainBlocks.list", () => as.mia.v1.domainBlocks.list(), ["bad.example"]);
  await step("v1.domainBlocks.remove", () => as.mia.v1.domainBlocks.remove({ domain: "bad.example" }), nothing);

  await step("v1.accounts.$select.identityProofs.list", () => at(noah).identityProofs.list(), []);
  await step("v1.accounts.$select.lists.list", () => at(noah).lists.list(), []);
  await step("v1.accounts.$select.featuredTags.list", () => at(noah).featuredTags.list(), []);
  await step("v1.directory.list", () => as.mia.v1.directory.list({ order: "active", local: true, limit: 3 }), (found) => found.length === 3);
  await step("v1.suggestions.list", () => as.mia.v1.suggestions.list({ limit: 4 }), some);
  const suggested = await step("v2.suggestions.list", () => as.mia.v2.suggestions.list({ limit: 4 }), (found) => found.every((one) => list(one.sources) && id(one.account.id)));
  const unwanted = suggested[0].account.id;
  await step("v1.suggestions.$select.remove", () => as.mia.v1.suggestions.$select(unwanted).remove(), nothing);
  await step("a suggestion that was removed", () => as.mia.v1.suggestions.list({ limit: 80 }), lacks("id", unwanted));

  const collection = await step(
    "v1.collections.create",
    () => as.mia.v1.collections.create({ name: "Friends", description: "All", sensitive: false, discoverable: true, tagName: "friends", accountIds: [] }),
    { collection: { id, name: "Friends", accountId: mia.id, itemCount: 0, discoverable: true } },
  );
  const made = as.mia.v1.collections.$select(collection.collection.id);
  await as.mia.v1.accounts.$select(noah.id).follow();
  const item = await step("v1.collections.$select.items.create", () => made.items.create({ accountId: noah.id }), {
    collectionItem: { id, accountId: noah.id, state: "accepted" },
  });
  await step("v1.collections.$select.fetch", () => made.fetch(), { collection: { name: "Friends", itemCount: 1 }, accounts: list });
  await step("v1.collections.$select.update", () => made.update({ name: "Old friends" }), { collection: { name: "Old friends" } });
  await step("v1.accounts.$select.collections.list", () => at(mia).collections.list(), { collections: [{ name: "Old friends" }] });
  await step("v1.accounts.$select.inCollections.list", () => as.noah.v1.accounts.$select(noah.id).inCollections.list(), { collections: [{ name: "Old friends" }] });
  const theirs = as.noah.v1.collections.$select(collection.collection.id);
  await step("v1.collections.$select.items.$select.revoke", () => theirs.items.$select(item.collectionItem.id).revoke(), nothing);
  const second = await step("another is added", () => made.items.create({ accountId: olaf.id }), { collectionItem: { accountId: olaf.id } });
  await step("v1.collections.$select.items.$select.remove", () => made.items.$select(second.collectionItem.id).remove(), nothing);
  await step("v1.collections.$select.remove", () => made.remove(), nothing);
  await refused("a collection that is gone", () => made.fetch(), 404, "Record not found");
}
