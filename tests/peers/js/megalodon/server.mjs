// The server: what it says of itself, and its announcements.

import { id, lacks, number, some, step, text } from "./steps.mjs";

export async function server({ as, nobody, url, announcement }) {
  await step("getInstance", () => nobody.getInstance(), {
    data: { uri: new URL(url).host, version: text, urls: { streaming_api: text }, stats: { user_count: number }, configuration: { statuses: { max_characters: 500 }, polls: { max_options: 4 } } },
  });
  await step("getInstancePeers", () => nobody.getInstancePeers(), { data: some });
  await step("getInstanceActivity", () => nobody.getInstanceActivity(), { data: (weeks) => weeks.length === 12 });
  await step("getInstanceTrends", () => nobody.getInstanceTrends(2), { data: (found) => found.length === 2 && found.every((one) => one.history.length === 7) });
  await step("getInstanceDirectory", () => nobody.getInstanceDirectory({ order: "new", local: true, limit: 3, offset: 1 }), { data: (found) => found.length === 3 && found.every((one) => id(one.id)) });
  await step("getInstanceCustomEmojis", () => nobody.getInstanceCustomEmojis(), { data: (found) => found.length > 0 && found.every((one) => one.shortcode && one.static_url) });
  await step("getInstanceAnnouncements", () => as.mia.getInstanceAnnouncements(), { data: (found) => found.some((one) => one.id === announcement) });
  await step("addReactionToAnnouncement", () => as.mia.addReactionToAnnouncement(announcement, encodeURIComponent("🐟")), { status: 200 });
  await step("removeReactionFromAnnouncement", () => as.mia.removeReactionFromAnnouncement(announcement, encodeURIComponent("🐟")), { status: 200 });
  await step("dismissInstanceAnnouncement", () => as.mia.dismissInstanceAnnouncement(announcement), { status: 200 });
  await step("an announcement that was read", () => as.mia.getInstanceAnnouncements(), { data: lacks("id", announcement) });
}
