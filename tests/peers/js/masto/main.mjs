// Walks through all that masto.js can do.

import { readFileSync } from "node:fs";
import WebSocket from "ws";
import { createRestAPIClient } from "masto";
import { report, step } from "./steps.mjs";
import { filters } from "./filters.mjs";
import { lists } from "./lists.mjs";
import { media } from "./media.mjs";
import { moderation } from "./moderation.mjs";
import { notifications } from "./notifications.mjs";
import { signingIn } from "./oauth.mjs";
import { people } from "./people.mjs";
import { profile } from "./profile.mjs";
import { server } from "./server.mjs";
import { statuses } from "./statuses.mjs";
import { streams } from "./streams.mjs";
import { timelines } from "./timelines.mjs";

// masto.js is made for Node 22 and later, which has both.
globalThis.WebSocket ??= WebSocket;
Promise.withResolvers ??= () => {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};

const world = JSON.parse(readFileSync("world.json", "utf8"));
const client = (accessToken) => createRestAPIClient({ url: world.url, accessToken });
world.as = Object.fromEntries(Object.entries(world.people).map(([name, person]) => [name, client(person.token)]));
world.nobody = client(undefined);
world.client = client;

const walks = [signingIn, people, profile, statuses, media, lists, filters, timelines, notifications, server, moderation, streams];
for (const walk of walks) await step(`${walk.name}, to the end`, () => walk(world), undefined);
report();
