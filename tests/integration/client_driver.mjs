// Runs the compiled TypeScript client: the scenarios on standard input, then one wait over HTTP for each base.
import { readFileSync } from "node:fs";

const { module, derived, scenarios, bases, variables } = JSON.parse(readFileSync(0, "utf8"));
const client = await import(module);
const results = {};

function outcome(seen, problem) {
  const found = { state: seen?.state ?? null, body: seen?.body ?? null, wire: seen?.wire ?? null };
  return problem === undefined ? found : { ...found, raises: problem?.name ?? String(problem), message: String(problem?.message) };
}

async function ended(wait) {
  try {
    return outcome(await wait());
  } catch (problem) {
    return outcome(problem?.observation, problem);
  }
}

for (const [name, { answers, options = {} }] of Object.entries(scenarios)) {
  let now = 1000;
  let looks = 0;
  const pauses = [];
  const read = async (signal) => {
    if (!(signal instanceof AbortSignal)) throw new Error("no signal");
    const answer = answers[Math.min(looks++, answers.length - 1)];
    if ("temporary" in answer) throw new client.TemporaryError("down", answer.temporary);
    if ("gone" in answer) throw new client.Gone("404");
    if ("broken" in answer) throw Object.assign(new Error("of the reader"), { name: "LookupError" });
    return answer.body;
  };
  const { before, unpublished, ...rest } = options;
  const told = { ...rest, clock: () => now, sleep: async (seconds) => void (pauses.push(seconds), (now += seconds)) };
  if (before) told.before = client.observe(before);
  if (unpublished) told.until = (seen) => seen.body.published === false;
  results[name] = { ...(await ended(() => client.waitUntilResting(read, told))), pauses };
}

const walks = [];
for (const base of bases) {
  const read = client.httpFetch(variables, { base, authorization: client.basic("me", "pässword") });
  walks.push(await ended(() => client.waitUntilResting(read, { timeout: 600, interval: 0.01 })));
}

const never = () => new Promise(() => undefined);
const controller = new AbortController();
setTimeout(() => controller.abort(new Error("enough")), 20);
const ends = {
  aborted: await ended(() => client.waitUntilResting(never, { signal: controller.signal })),
  abortedBefore: await ended(() => client.waitUntilResting(never, { signal: controller.signal })),
  hangs: await ended(() => client.waitUntilResting(never, { timeout: 0.05, look: 0.01, interval: 0.01 })),
  endless: await ended(() => client.waitUntilResting(never, { timeout: Infinity })),
  spins: await ended(() => client.waitUntilResting(never, { interval: 0 })),
  file: await ended(async () => client.httpFetch(variables, { base: "file:///etc" })),
  missing: await ended(async () => client.httpFetch({})),
};

const other = await import(derived);
const asked = await other.waitUntilResting(async () => ({}), { stateOf: (body) => ("x" in body ? "published" : "edited") });
const { State, Action } = client;
const facts = [
  asked.state,
  client.stateOf("limit_reached"),
  client.stateOf("toString"),
  [client.isResting(State.LIMIT_REACHED), client.isFailure(State.LIMIT_REACHED), client.isTransient(State.QUEUED), client.isFinal(State.IDLE)],
  [client.accepts(State.IDLE, Action.PUBLISH), client.accepts(State.QUEUED, Action.PUBLISH)],
  [client.groupOf(State.PROCESSING_DATASET), client.pollSeconds(State.QUEUED)],
];
console.log(JSON.stringify({ results, walks, ends, facts }));
