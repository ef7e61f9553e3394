// Accounts, what they are to each other, and what a person sets.

import { has, id, impossible, lacks, list, nothing, refused, some, step, text, time } from "./steps.mjs";

const done = { status: 200, data: nothing };

export async function people({ as, nobody, people: { mia, noah, lena, alice } }) {
  const own = as.mia;
  await step("updateCredentials", () => own.updateCredentials({ display_name: "Mia M.", note: "I swim", bot: false, discoverable: true, source: { privacy: "unlisted", language: "de" }, fields_attributes: [{ name: "Pronouns", value: "she" }] }), {
    data: { display_name: "Mia M.", bot: false, discoverable: true, fields: [{ name: "Pronouns", value: "she" }], source: { privacy: "unlisted", language: "de", note: "I swim" } },
  });
  await step("getPreferences", () => own.getPreferences(), { data: { "posting:default:visibility": "unlisted", "posting:default:language": "de", "reading:expand:media": "default" } });
  await own.updateCredentials({ source: { privacy: "public", language: "en" } });
  await step("getAccount", () => own.getAccount(noah.id), { data: { id: noah.id, username: "noah", locked: false, followers_count: 0 } });
  await refused("an account that is not there", () => own.getAccount("1"), 404, "Record not found");
  await step("lookupAccount", () => nobody.lookupAccount("noah"), { data: { id: noah.id } });
  await step("searchAccount", () => own.searchAccount("noa", { limit: 3, resolve: false }), { data: has("acct", "noah") });
  await step("getRelationship", () => own.getRelationship(noah.id), { data: { id: noah.id, following: false } });
  await step("getRelationships", () => own.getRelationships([noah.id, lena.id]), { data: [{ id: noah.id }, { id: lena.id }] });
  await step("followAccount", () => own.followAccount(noah.id, { reblog: false }), { data: { following: true, requested: false } });
  await step("subscribeAccount", () => own.subscribeAccount(noah.id), { data: { following: true, notifying: true } });
  await step("unsubscribeAccount", () => own.unsubscribeAccount(noah.id), { data: { following: true, notifying: false } });
  await step("getAccountFollowers", () => own.getAccountFollowers(noah.id, { limit: 5 }), { data: [{ id: mia.id }] });
  await step("getAccountFollowing", () => own.getAccountFollowing(mia.id), { data: [{ id: noah.id }] });
  await step("all followers, page by page", () => as.alice.getAccountFollowers(alice.id, { limit: 2, get_all: true, sleep_ms: 0 }), { data: (found) => found.length > 2 });
  await step("pinAccount", () => own.pinAccount(noah.id), { data: { id: noah.id, following: true } });
  await step("getEndorsements", () => own.getEndorsements(), { data: [{ id: noah.id }] });
  await step("unpinAccount", () => own.unpinAccount(noah.id), { data: { id: noah.id } });
  await step("setAccountNote", () => own.setAccountNote(noah.id, "A good one"), { data: { note: "A good one" } });
  await own.followAccount(lena.id);
  await step("getFollowRequests", () => as.lena.getFollowRequests(5), { data: [{ id: mia.id }] });
  await step("rejectFollowRequest", () => as.lena.rejectFollowRequest(mia.id), { data: { followed_by: false } });
  await own.followAccount(lena.id);
  await step("acceptFollowRequest", () => as.lena.acceptFollowRequest(mia.id), { data: { followed_by: true } });
  await step("unfollowAccount", () => own.unfollowAccount(lena.id), { data: { following: false } });
  await step("muteAccount", () => own.muteAccount(lena.id, true), { data: { muting: true, muting_notifications: true } });
  await step("getMutes", () => own.getMutes(), { data: [{ id: lena.id }] });
  await step("unmuteAccount", () => own.unmuteAccount(lena.id), { data: { muting: false } });
  await step("blockAccount", () => own.blockAccount(lena.id), { data: { blocking: true } });
  await step("getBlocks", () => own.getBlocks(), { data: [{ id: lena.id }] });
  await step("unblockAccount", () => own.unblockAccount(lena.id), { data: { blocking: false } });
  await step("blockDomain", () => own.blockDomain("bad.example"), done);
  await step("getDomainBlocks", () => own.getDomainBlocks(), { data: ["bad.example"] });
  // The domain goes in no place where axios sends it: the server is asked to unblock nothing.
  await step("unblockDomain", () => own.unblockDomain("bad.example"), { status: 200 });
  await step("getIdentityProof", () => own.getIdentityProof(noah.id), { data: [] });
  await impossible("getAccountFavourites", () => own.getAccountFavourites(noah.id), "does not support");
  await step("getSuggestions", () => own.getSuggestions(3), { data: some });

  const list_ = await step("createList", () => own.createList("Near"), { data: { id, title: "Near" } });
  await step("updateList", () => own.updateList(list_.data.id, "Nearer"), { data: { title: "Nearer" } });
  await step("addAccountsToList", () => own.addAccountsToList(list_.data.id, [noah.id]), done);
  await step("getLists", () => own.getLists(), { data: [{ title: "Nearer" }] });
  await step("getList", () => own.getList(list_.data.id), { data: { title: "Nearer" } });
  await step("getAccountsInList", () => own.getAccountsInList(list_.data.id), { data: [{ id: noah.id }] });
  await step("getAccountLists", () => own.getAccountLists(noah.id), { data: [{ id: list_.data.id }] });
  const post = await as.noah.postStatus("For the list");
  await step("getListTimeline", () => own.getListTimeline(list_.data.id, { limit: 5 }), { data: has("id", post.data.id) });
  await step("deleteAccountsFromList", () => own.deleteAccountsFromList(list_.data.id, [noah.id]), { status: 200 });
  await step("deleteList", () => own.deleteList(list_.data.id), done);
  await refused("a list that is gone", () => own.getList(list_.data.id), 404, "Record not found");

  const filter = await step("createFilter", () => own.createFilter("spoil", ["home"], { whole_word: true, irreversible: false }), { data: { id, phrase: "spoil", context: ["home"], whole_word: true } });
  await step("getFilters", () => own.getFilters(), { data: [{ id: filter.data.id }] });
  await step("updateFilter", () => own.updateFilter(filter.data.id, "spoiler", ["home", "public"]), { data: { phrase: "spoiler", context: ["home", "public"] } });
  await step("getFilter", () => own.getFilter(filter.data.id), { data: { phrase: "spoiler" } });
  await step("deleteFilter", () => own.deleteFilter(filter.data.id), done);
  await refused("a filter without a place", () => own.createFilter("x", []), 422, "Validation failed: Context can't be blank, Context None or invalid context supplied");

  const featured = await step("createFeaturedTag", () => own.createFeaturedTag("fish"), { data: { id, name: "fish" } });
  await step("getFeaturedTags", () => own.getFeaturedTags(), { data: [{ name: "fish" }] });
  await step("getSuggestedTags", () => own.getSuggestedTags(), { data: list });
  await step("deleteFeaturedTag", () => own.deleteFeaturedTag(featured.data.id), done);
  await step("getTag", () => own.getTag("fish"), { data: { name: "fish", following: false } });
  await step("followTag", () => own.followTag("fish"), { data: { following: true } });
  await step("getFollowedTags", () => own.getFollowedTags(), { data: has("name", "fish") });
  await step("unfollowTag", () => own.unfollowTag("fish"), { data: { following: false } });
  await step("no tag is followed", () => own.getFollowedTags(), { data: lacks("name", "fish") });

  await step("report", () => own.report(lena.id, { comment: "Too loud", category: "spam", forward: false }), { data: { id, category: "spam", comment: "Too loud", action_taken: false, forwarded: false } });
  await step("saveMarkers", () => own.saveMarkers({ home: { last_read_id: "12" } }), { data: { home: { last_read_id: "12", updated_at: time } } });
  await step("getMarkers", () => own.getMarkers(["home"]), { data: { home: { last_read_id: "12", version: 1 } } });
}
