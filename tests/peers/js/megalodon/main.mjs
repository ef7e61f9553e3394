// Walks through all that megalodon can do with Mastodon.

import { readFileSync } from "node:fs";
import { Mastodon } from "megalodon";
import { report, step } from "./steps.mjs";
import { people } from "./people.mjs";
import { server } from "./server.mjs";
import { signingIn } from "./oauth.mjs";
import { statuses } from "./statuses.mjs";
import { streams } from "./streams.mjs";

const world = JSON.parse(readFileSync("world.json", "utf8"));
const called = new Set();
const watched = {
  get(client, name) {
    called.add(name);
    return Reflect.get(client, name);
  },
};
world.client = (token) => new Proxy(new Mastodon(world.url, token), watched);
world.as = Object.fromEntries(Object.entries(world.people).map(([name, person]) => [name, world.client(person.token)]));
world.nobody = world.client(null);

for (const walk of [signingIn, people, statuses, server, streams]) await step(`${walk.name}, to the end`, () => walk(world), undefined);
const methods = Object.getOwnPropertyNames(Mastodon.prototype).filter((name) => name !== "constructor");
const inner = ["generateAuthUrl", "streamingURL", "cancel"];
await step("nothing was left out", async () => methods.filter((name) => !called.has(name) && !inner.includes(name)), []);
report();
