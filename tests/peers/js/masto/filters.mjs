// Filters, old and new.

import { id, nothing, refused, step, time } from "./steps.mjs";

export async function filters({ as }) {
  const old = as.mia.v1.filters;
  const phrase = await step("v1.filters.create", () => old.create({ phrase: "spoil", context: ["home", "public"], irreversible: false, wholeWord: true, expiresIn: 3600 }), {
    id, phrase: "spoil", context: ["home", "public"], irreversible: false, wholeWord: true, expiresAt: time,
  });
  await step("v1.filters.list", () => old.list(), [{ id: phrase.id }]);
  await step("v1.filters.$select.fetch", () => old.$select(phrase.id).fetch(), { phrase: "spoil" });
  await step("v1.filters.$select.update", () => old.$select(phrase.id).update({ phrase: "spoiler", context: ["home"], expiresIn: null }), { phrase: "spoiler", context: ["home"] });
  await step("v1.filters.$select.remove", () => old.$select(phrase.id).remove(), nothing);

  // The filter of the phrase stays, without the phrase.
  const own = as.mia.v2.filters;
  const made = await step(
    "v2.filters.create",
    () => own.create({ title: "Films", context: ["home"], filterAction: "warn", keywordsAttributes: [{ keyword: "film", wholeWord: true }] }),
    { id, title: "Films", context: ["home"], filterAction: "warn", expiresAt: null, keywords: [{ id, keyword: "film", wholeWord: true }], statuses: [] },
  );
  const one = own.$select(made.id);
  await refused("a filter without a context", () => own.create({ title: "None", context: [] }), 422, "Validation failed: Context can't be blank, Context None or invalid context supplied");
  await step("v2.filters.list", () => own.list(), [{ keywords: [] }, { id: made.id }]);
  await step("v2.filters.$select.fetch", () => one.fetch(), { title: "Films" });
  await step("v2.filters.$select.keywords.list", () => one.keywords.list(), [{ keyword: "film" }]);
  const word = await step("v2.filters.$select.keywords.create", () => one.keywords.create({ keyword: "cinema", wholeWord: false }), { id, keyword: "cinema", wholeWord: false });
  await step("v2.filters.keywords.$select.fetch", () => own.keywords.$select(word.id).fetch(), { keyword: "cinema" });
  await step("v2.filters.keywords.$select.update", () => own.keywords.$select(word.id).update({ keyword: "movie", wholeWord: true }), { keyword: "movie", wholeWord: true });
  const post = await as.mia.v1.statuses.create({ status: "A film and a movie" });
  await step("a post that filters match", () => as.mia.v1.statuses.$select(post.id).fetch(), { filtered: [{ filter: { id: made.id, keywords: undefined }, keywordMatches: ["film"], statusMatches: null }] });
  await step("v2.filters.keywords.$select.remove", () => own.keywords.$select(word.id).remove(), nothing);
  const kept = await step("v2.filters.$select.statuses.create", () => one.statuses.create({ statusId: post.id }), { id, statusId: post.id });
  await step("v2.filters.$select.statuses.list", () => one.statuses.list(), [{ statusId: post.id }]);
  await step("v2.filters.statuses.$select.fetch", () => own.statuses.$select(kept.id).fetch(), { statusId: post.id });
  await step("v2.filters.statuses.$select.remove", () => own.statuses.$select(kept.id).remove(), nothing);
  await step("v2.filters.$select.update", () => one.update({ title: "No films", filterAction: "hide", context: ["public"], keywordsAttributes: [{ id: made.keywords[0].id, _destroy: true }] }), {
    title: "No films", filterAction: "hide", context: ["public"], keywords: [],
  });
  await step("v2.filters.$select.remove", () => one.remove(), nothing);
  await refused("a filter that is gone", () => one.fetch(), 404, "Record not found");
}
