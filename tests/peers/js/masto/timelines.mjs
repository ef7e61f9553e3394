// Timelines, pages of them, searches, trends.

import { has, id, impossible, list, refused, some, step } from "./steps.mjs";

export async function timelines({ as, nobody, people: { mia } }) {
  const pages = async (paginator, count) => {
    const found = [];
    for await (const page of paginator) {
      found.push(page.map((status) => status.id));
      if (found.length === count) break;
    }
    return found;
  };
  const falling = (found) => found.flat().every((one, index, all) => index === 0 || BigInt(one) < BigInt(all[index - 1]));
  await step("v1.timelines.home.list", () => as.alice.v1.timelines.home.list({ limit: 3 }), (found) => found.length === 3);
  await step("three pages of a timeline", () => pages(as.alice.v1.timelines.home.list({ limit: 5 }), 3), (found) => found.length === 3 && falling(found));
  const public_ = as.alice.v1.timelines.public;
  await step("v1.timelines.public.list", () => public_.list({ local: true, limit: 4 }), (found) => found.length === 4 && found.every((one) => !one.account.acct.includes("@")));
  await step("remote posts", () => public_.list({ remote: true }), (found) => found.every((one) => one.account.acct.includes("@")));
  await step("posts with pictures", () => public_.list({ onlyMedia: true }), (found) => found.every((one) => one.mediaAttachments.length > 0));
  await step("backwards", async () => {
    const [newest] = await public_.list({ limit: 2 });
    const forward = pages(public_.list({ minId: "0", limit: 2 }).setDirection("prev"), 3);
    return (await forward).flat().every((one) => BigInt(one) <= BigInt(newest.id));
  }, true);
  await step("posts for nobody", () => nobody.v1.timelines.public.list({ limit: 2 }), (found) => found.length === 2 && found.every((one) => one.favourited === undefined));
  await as.mia.v1.statuses.create({ status: "A #fish and a #pond" });
  await step("v1.timelines.tag.$select.list", () => as.mia.v1.timelines.tag.$select("fish").list({ all: ["pond"] }), (found) => found.length > 0 && found.every((one) => has("name", "pond")(one.tags)));
  await refused("v1.timelines.link.list", () => as.mia.v1.timelines.link.list({ url: "https://nobody.example/shared" }), 404, "Record not found");
  await impossible("v1.timelines.direct.list", () => Promise.resolve(as.mia.v1.timelines.direct.list()), "unknown encoding");
  await impossible("v1.statuses.$select.card.fetch", () => as.mia.v1.statuses.$select("1").card.fetch(), "unknown encoding");
  await impossible("v1.search.list", () => Promise.resolve(as.mia.v1.search.list({ q: "mia" })), "unknown encoding");
  await step("v2.search.list", () => as.mia.v2.search.list({ q: "mia", type: "accounts", limit: 2 }), { accounts: has("id", mia.id), statuses: [], hashtags: [] });
  await step("hashtags are found", () => as.mia.v2.search.list({ q: "#fish", excludeUnreviewed: false }), { hashtags: has("name", "fish") });
  await step("v1.trends.tags.list", () => nobody.v1.trends.tags.list({ limit: 2 }), (found) => found.length === 2 && found.every((one) => some(one.history)));
  await step("v1.trends.statuses.list", () => nobody.v1.trends.statuses.list({ limit: 2 }), (found) => found.length === 2 && found.every((one) => id(one.id)));
  await step("v1.trends.links.list", () => nobody.v1.trends.links.list({ limit: 2 }), (found) => list(found) && found.every((one) => one.url && some(one.history)));
}
