// What a person says of itself: profile, preferences, hashtags, annual reports, push.

import { createECDH, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { has, id, impossible, list, nothing, refused, step, text } from "./steps.mjs";

export async function profile({ as, people }) {
  const picture = () => new Blob([readFileSync("picture.png")], { type: "image/png" });
  await step(
    "v1.accounts.updateCredentials",
    () => as.mia.v1.accounts.updateCredentials({
      displayName: "Mia M.", note: "I like #fish", locked: false, bot: false, discoverable: true, avatar: picture(),
      source: { privacy: "unlisted", sensitive: true, language: "de" }, fieldsAttributes: [{ name: "Pronouns", value: "she" }],
    }),
    {
      displayName: "Mia M.", avatar: (url) => !url.includes("missing"), note: (html) => html.includes("/tags/fish"), discoverable: true,
      fields: [{ name: "Pronouns", value: "she", verifiedAt: null }],
      source: { privacy: "unlisted", sensitive: true, language: "de", note: "I like #fish" },
    },
  );
  await refused("a name that is too long", () => as.mia.v1.accounts.updateCredentials({ displayName: "x".repeat(41) }), 422, "Validation failed: Display name is too long (maximum is 40 characters)");
  await step("v1.preferences.fetch", () => as.mia.v1.preferences.fetch(), {
    "posting:default:visibility": "unlisted", "posting:default:sensitive": true, "posting:default:language": "de", "reading:expand:spoilers": false,
  });
  await step("v1.profile.fetch", () => as.mia.v1.profile.fetch(), { id: people.mia.id, displayName: "Mia M.", note: "I like #fish", featuredTags: list });
  await step("v1.profile.update", () => as.mia.v1.profile.update({ note: "Hello", header: picture(), showMedia: false }), { note: "Hello", showMedia: false, header: text });
  await step("v1.profile.avatar.remove", () => as.mia.v1.profile.avatar.remove(), { avatar: (url) => url.includes("missing") });
  await step("v1.profile.header.remove", () => as.mia.v1.profile.header.remove(), { header: (url) => url.includes("missing") });
  await as.mia.v1.accounts.updateCredentials({ source: { privacy: "public", sensitive: false, language: "" } });

  const featured = await step("v1.featuredTags.create", () => as.mia.v1.featuredTags.create({ name: "fish" }), { id, name: "fish", statusesCount: "0", url: text });
  await step("v1.featuredTags.list", () => as.mia.v1.featuredTags.list(), [{ name: "fish" }]);
  await step("v1.featuredTags.suggestions.list", () => as.mia.v1.featuredTags.suggestions.list(), list);
  await step("v1.featuredTags.$select.remove", () => as.mia.v1.featuredTags.$select(featured.id).remove(), nothing);
  const tag = as.mia.v1.tags.$select("fish");
  await step("v1.tags.$select.fetch", () => tag.fetch(), { name: "fish", following: false, featuring: false, history: (days) => days.length === 7 });
  await step("v1.tags.$select.follow", () => tag.follow(), { following: true });
  await step("v1.followedTags.list", () => as.mia.v1.followedTags.list(), has("name", "fish"));
  await step("v1.tags.$select.unfollow", () => tag.unfollow(), { following: false });
  await step("v1.tags.$select.feature", () => tag.feature(), { featuring: true });
  await step("v1.tags.$select.unfeature", () => tag.unfeature(), { featuring: false });

  await step("v1.annualReports.list", () => as.mia.v1.annualReports.list(), { annualReports: [], accounts: [], statuses: [] });
  const year = as.mia.v1.annualReports.$select("2025");
  await step("v1.annualReports.$select.state.fetch", () => year.state.fetch(), { state: "ineligible" });
  await refused("v1.annualReports.$select.fetch", () => year.fetch(), 404, "Record not found");
  await refused("v1.annualReports.$select.read", () => year.read(), 404, "Record not found");
  // Out of season the answer is 204, which the client does not read.
  await impossible("v1.annualReports.$select.generate", () => year.generate(), "unknown encoding");

  const keys = { p256dh: createECDH("prime256v1").generateKeys("base64url"), auth: randomBytes(16).toString("base64url") };
  const push = as.mia.v1.push.subscription;
  await refused("without a subscription", () => push.fetch(), 404, "Not Found");
  await step(
    "v1.push.subscription.create",
    () => push.create({ subscription: { endpoint: "https://push.example/mia", keys }, data: { alerts: { mention: true } }, policy: "all" }),
    { id, endpoint: "https://push.example/mia", serverKey: text, alerts: { mention: true } },
  );
  await step("v1.push.subscription.fetch", () => push.fetch(), { alerts: { mention: true } });
  await step("v1.push.subscription.update", () => push.update({ data: { alerts: { follow: true }, policy: "followed" } }), { alerts: { mention: undefined, follow: true }, policy: "followed" });
  await step("v1.push.subscription.remove", () => push.remove(), nothing);

  await step("v1.markers.create", () => as.mia.v1.markers.create({ home: { lastReadId: "12" } }), { home: { lastReadId: "12", version: 1, updatedAt: text } });
  await step("v1.markers.fetch", () => as.mia.v1.markers.fetch({ timeline: ["home", "notifications"] }), { home: { lastReadId: "12" }, notifications: undefined });
}
