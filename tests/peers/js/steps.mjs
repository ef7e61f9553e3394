// Steps of a walk through a client: each is tried and compared with what a Mastodon server answers; all outcomes are
// printed as JSON at the end. A step that fails does not end the walk.

import { createInterface } from "node:readline/promises";

const outcomes = {};
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

/** Try a call. `expected` is described at `differs`. Returns what the call returned. */
export async function step(name, call, expected) {
  if (name in outcomes) throw new Error(`there are two steps ${name}`);
  try {
    const found = await call();
    outcomes[name] = differs(found, expected, "it");
    return found;
  } catch (error) {
    outcomes[name] = `${error.message} ${JSON.stringify(error.response?.data ?? error.details ?? "")}`;
    return undefined;
  }
}

/** Try a call that the server refuses with this status and, if given, this text. */
export async function refused(name, call, status, text) {
  await step(
    name,
    () => call().then(() => ({ status: 200 }), (error) => ({
      status: error.statusCode ?? error.response?.status ?? error.message,
      text: error.response?.data.error ?? error.message,
    })),
    { status, ...(text === undefined ? {} : { text }) },
  );
}

/** A call that the client itself cannot make or read, whatever a server answers: the walk says so if that changes. */
export async function impossible(name, call, message) {
  await step(name, () => call().then(() => "possible", (error) => error.message), (said) => said.includes(message));
}

/** Ask the test something in a line, and return the line that it answers. */
export async function ask(question) {
  console.log(question);
  return (await lines.next()).value;
}

export function report() {
  console.log(JSON.stringify(outcomes));
  process.exit(0);
}

// A function is a predicate; of an object each key that is expected is compared; a list is as long as expected.
function differs(found, expected, path) {
  if (typeof expected === "function") {
    return expected(found) ? null : `${path} is ${JSON.stringify(found)?.slice(0, 600)}, and not as ${expected}`;
  }
  if (expected === null || typeof expected !== "object") {
    return Object.is(found, expected) ? null : `${path} is ${JSON.stringify(found)?.slice(0, 600)}, not ${expected}`;
  }
  if (found === null || typeof found !== "object" || (Array.isArray(expected) && found.length !== expected.length)) {
    return `${path} is ${JSON.stringify(found)?.slice(0, 600)}, not ${JSON.stringify(expected)}`;
  }
  for (const [key, value] of Object.entries(expected)) {
    const difference = differs(found[key], value, `${path}.${key}`);
    if (difference !== null) return difference;
  }
  return null;
}

export const nothing = (found) => found === undefined || found === "" || Object.keys(found).length === 0;
export const has = (key, value) => (list) => list.some((one) => one[key] === value);
export const lacks = (key, value) => (list) => !list.some((one) => one[key] === value);
export const number = (found) => typeof found === "number";
export const time = (found) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(found);
export const id = (found) => /^\d+$/.test(found);
export const text = (found) => typeof found === "string" && found !== "";
export const list = (found) => Array.isArray(found);
export const some = (found) => Array.isArray(found) && found.length > 0;
