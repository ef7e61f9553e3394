// Applications, tokens, signing up, and what kind of server it is.

import { detector } from "megalodon";
import { ask, id, refused, step, text } from "./steps.mjs";

export async function signingIn({ url, client, nobody, people }) {
  await step("detector", () => detector(url), "mastodon");
  const scopes = ["read", "write", "follow"];
  const app = await step("registerApp", () => nobody.registerApp("megalodon", { scopes, website: "https://megalodon.example" }), {
    id, name: "megalodon", website: "https://megalodon.example", client_id: text, client_secret: text, url: (found) => found.startsWith(`${url}/oauth/authorize`),
  });
  const other = await step("createApp", () => nobody.createApp("another", { scopes }), { name: "another", client_id: (found) => found !== app.client_id });
  const code = await ask(app.url);
  const token = await step("fetchAccessToken", () => nobody.fetchAccessToken(app.client_id, app.client_secret, code), { access_token: text, token_type: "Bearer", scope: "read write follow" });
  await refused("a code is good once", () => nobody.fetchAccessToken(app.client_id, app.client_secret, code), 400, "invalid_grant");
  await refused("refreshToken", () => nobody.refreshToken(app.client_id, app.client_secret, "nothing"), 400, "unsupported_grant_type");
  const mine = client(token.access_token);
  await step("verifyAppCredentials", () => mine.verifyAppCredentials(), { data: { name: "megalodon" } });
  await step("verifyAccountCredentials", () => mine.verifyAccountCredentials(), { data: { id: people.mia.id, acct: "mia", source: { privacy: "public" } } });
  await refused("a token of another application", () => nobody.revokeToken(other.client_id, other.client_secret, token.access_token), 403, "unauthorized_client");
  await step("revokeToken", () => nobody.revokeToken(app.client_id, app.client_secret, token.access_token), { status: 200 });
  await refused("a revoked token", () => mine.verifyAccountCredentials(), 401, "The access token was revoked");

  const query = { client_id: app.client_id, client_secret: app.client_secret, grant_type: "client_credentials", scope: "write" };
  const own = await (await fetch(`${url}/oauth/token`, { method: "POST", body: new URLSearchParams(query) })).json();
  await step("registerAccount", () => client(own.access_token).registerAccount("olga", "olga@sandbox.example", "a long password", true, "en", "Because"), {
    data: { access_token: text, token_type: "Bearer" },
  });
  await refused("a name that is taken", () => client(own.access_token).registerAccount("olga", "o@sandbox.example", "a long password", true, "en"), 422, "Validation failed: Username has already been taken");
}
