// Applications, tokens, signing up.

import { createOAuthAPIClient } from "masto";
import { ask, id, nothing, refused, step, text } from "./steps.mjs";

const redirectUri = "urn:ietf:wg:oauth:2.0:oob";

export async function signingIn({ url, client, nobody, people }) {
  const scopes = "read write follow push";
  const app = await step(
    "v1.apps.create",
    () => nobody.v1.apps.create({ clientName: "masto.js", redirectUris: redirectUri, scopes, website: "https://masto.example" }),
    { id, name: "masto.js", website: "https://masto.example", scopes: scopes.split(" "), redirectUris: [redirectUri], clientId: text, clientSecret: text },
  );
  const keys = { clientId: app.clientId, clientSecret: app.clientSecret };
  const oauth = createOAuthAPIClient({ url });

  const query = new URLSearchParams({ client_id: app.clientId, redirect_uri: redirectUri, response_type: "code", scope: "read write" });
  const code = await ask(`${url}/oauth/authorize?${query}`);
  const grant = { grantType: "authorization_code", ...keys, redirectUri, code, scope: "read write" };
  const token = await step("oauth.token.create", () => oauth.token.create(grant), {
    accessToken: text, tokenType: "Bearer", scope: "read write", createdAt: (seconds) => Number.isInteger(seconds),
  });
  await refused("a code is good once", () => oauth.token.create(grant), 400, "invalid_grant");
  const mine = client(token.accessToken);
  await step("v1.accounts.verifyCredentials", () => mine.v1.accounts.verifyCredentials(), {
    id: people.mia.id, acct: "mia", url: `${url}/@mia`, source: { privacy: "public", language: null, followRequestsCount: 0 }, role: { id: "-99" },
  });
  await step("v1.apps.verifyCredentials", () => mine.v1.apps.verifyCredentials(), { name: "masto.js", website: "https://masto.example" });
  await step("oauth.revoke", () => oauth.revoke({ ...keys, token: token.accessToken }), nothing);
  await refused("a revoked token", () => mine.v1.accounts.verifyCredentials(), 401, "The access token was revoked");

  const own = await step("a token of the application", () => oauth.token.create({ grantType: "client_credentials", ...keys, redirectUri, scope: "write" }), {
    accessToken: text, scope: "write",
  });
  const wanted = { username: "olga", email: "olga@sandbox.example", password: "a long password", agreement: true, locale: "en" };
  const fresh = await step("v1.accounts.create", () => client(own.accessToken).v1.accounts.create(wanted), { accessToken: text, scope: scopes });
  await refused("a name that is taken", () => client(own.accessToken).v1.accounts.create({ ...wanted, email: "o@sandbox.example" }), 422, "Validation failed: Username has already been taken");
  const unconfirmed = client(fresh.accessToken);
  await step("v1.emails.confirmations.create", () => unconfirmed.v1.emails.confirmations.create({}), nothing);
  await refused("without a confirmed address", () => unconfirmed.v1.statuses.create({ status: "Hello" }), 403, "Your login is missing a confirmed e-mail address");
  await refused("without a token", () => nobody.v1.accounts.verifyCredentials(), 401, "The access token is invalid");
}
