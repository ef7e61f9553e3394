// The server: what it says of itself, and its announcements.

import { lacks, list, nothing, number, refused, some, step, text } from "./steps.mjs";

export async function server({ as, nobody, url, announcement }) {
  const host = new URL(url).host;
  await step("v1.instance.fetch", () => nobody.v1.instance.fetch(), { uri: host, title: text, version: text, urls: { streamingApi: text }, stats: { userCount: number }, rules: list });
  await step("v2.instance.fetch", () => nobody.v2.instance.fetch(), {
    domain: host, configuration: { statuses: { maxCharacters: 500, maxMediaAttachments: 4 }, polls: { maxOptions: 4 }, urls: { streaming: text } },
    registrations: { enabled: true }, apiVersions: { mastodon: number },
  });
  await step("v1.instance.peers.list", () => nobody.v1.instance.peers.list(), some);
  await step("v1.instance.activity.list", () => nobody.v1.instance.activity.list(), (weeks) => weeks.length === 12 && weeks.every((week) => /^\d+$/.test(week.statuses)));
  await step("v1.instance.languages.list", () => nobody.v1.instance.languages.list(), (found) => found.some((one) => one.code === "en"));
  await step("v1.instance.extendedDescription.fetch", () => nobody.v1.instance.extendedDescription.fetch(), { content: text });
  await step("v1.instance.translationLanguages.list", () => nobody.v1.instance.translationLanguages.list(), (found) => found.en.includes("de"));
  await step("v1.instance.domainBlocks.fetch", () => nobody.v1.instance.domainBlocks.fetch(), list);
  await step("v1.customEmojis.list", () => nobody.v1.customEmojis.list(), (found) => found.every((one) => one.shortcode && one.staticUrl && one.visibleInPicker !== undefined));
  const one = as.mia.v1.announcements.$select(announcement);
  await step("v1.announcements.list", () => as.mia.v1.announcements.list(), (found) => found.some((each) => each.id === announcement && each.read === false));
  await step("v1.announcements.$select.reactions.$select.update", () => one.reactions.$select("🐟").update(), nothing);
  await step("a reaction is counted", () => as.mia.v1.announcements.list(), (found) => found.find((each) => each.id === announcement).reactions.some((each) => each.name === "🐟" && each.me));
  await step("v1.announcements.$select.reactions.$select.remove", () => one.reactions.$select("🐟").remove(), nothing);
  await refused("a reaction that is no emoji", () => one.reactions.$select("fish").update(), 422, "Validation failed: Name is not a recognized emoji");
  await step("v1.announcements.$select.dismiss", () => one.dismiss(), nothing);
  await step("v1.announcements.list, after it was read", () => as.mia.v1.announcements.list(), lacks("id", announcement));
}
