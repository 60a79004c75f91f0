// @ts-check
// The search, apart from the page so that typing never waits: questions come as messages, answers go back.

import { answerOf, ordered, rowsFrom } from "./search-answer.js";
import { SearchIndex, parsed } from "./search-index.js";
import { csvOf, tableOf, workbookOf } from "./search-table.js";

/** @typedef {import("./search-answer.js").Question} Question */
/** @typedef {import("./search-table.js").Zip} Zip */
/** @typedef {{form: "csv" | "xlsx", root: string}} Wanted */
/** A question; rows of its answer from a place on, so many or as many as come at a time; or its answer as a file.
 * @typedef {{number: number, question?: Question, from?: number, count?: number, wanted?: Wanted}} Request */

const ZIP = "vendor/fflate-0.8.3.js"; // fetched when a workbook is asked for
const FRESH_FOR = 60_000; // milliseconds for which it is taken that the site was not built anew

/** @type {Promise<SearchIndex> | undefined} */
let opened;
let lookedAt = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let looking;
/** @type {{number: number, index: SearchIndex, result: Awaited<ReturnType<typeof ordered>>} | undefined} */
let newest;
/** The newest question, which a newer index answers again. @type {{number: number, question: Question} | undefined} */
let asked;

/** @param {string} address @param {RequestInit} [options] */
async function inflated(address, options) {
  const answer = await fetch(new URL(`search/${address}`, self.location.href), options);
  if (!answer.ok || !answer.body) throw new Error(`${answer.status} ${address}`);
  return new Uint8Array(await new Response(answer.body.pipeThrough(new DecompressionStream("deflate"))).arrayBuffer());
}

const about = async () => /** @type {import("./search-index.js").About} */ (parsed(await inflated("index.bin", { cache: "no-cache" })));

/** The index. What it answers of a site that was built anew meanwhile may be wrong, so whenever it is used a look follows. */
function open() {
  if (!opened) {
    lookedAt = Date.now();
    const made = about().then((one) => new SearchIndex(one, inflated));
    made.catch(() => (opened = undefined));
    opened = made;
  }
  looking ??= setTimeout(() => look().catch(() => {}), Math.max(0, lookedAt + FRESH_FOR - Date.now()));
  return opened;
}

/** Replace the index if there is a newer one, and let that answer what was asked last. */
async function look() {
  clearTimeout(looking);
  [looking, lookedAt] = [undefined, Date.now()];
  const [old, newer] = await Promise.all([opened, about()]);
  if (!old || old.about.version === newer.version) return;
  opened = Promise.resolve(new SearchIndex(newer, inflated));
  if (asked) await reply(asked);
}

/** @param {number} number @param {Question} question */
async function answer(number, question) {
  const index = await open();
  const isWanted = async () => number === asked?.number && index === (await open());
  const result = await ordered(index, question);
  if (!(await isWanted())) return undefined;
  const made = await answerOf(index, result, question.from);
  if (!(await isWanted())) return undefined;
  newest = { number, index, result };
  return { answer: made };
}

/** @param {number} number @param {number} from @param {number} [count] */
async function rows(number, from, count) {
  void open();
  const of = newest;
  if (of?.number !== number) return undefined;
  const made = await rowsFrom(of.index, of.result, from, count);
  return newest === of ? { from, count, rows: made } : undefined;
}

/** @param {Question} question @param {Wanted} wanted */
async function file(question, { form, root }) {
  await look().catch(() => {});
  const lines = await tableOf(await open(), question, root);
  const bytes = form === "csv" ? csvOf(lines) : workbookOf(lines, /** @type {Zip} */ (await import(new URL(ZIP, import.meta.url).href)));
  return { file: bytes, form, count: lines.length - 1 };
}

/** @param {Request} request */
async function reply({ number, question, from, count, wanted }) {
  try {
    const made = question ? await (wanted ? file(question, wanted) : answer(number, question)) : await rows(number, from ?? 0, count);
    if (made) self.postMessage({ number, ...made });
  } catch (error) {
    if (!question || wanted || number === asked?.number) self.postMessage({ number, failure: String(error) });
  }
}

self.addEventListener("message", ({ data }) => {
  const { number, question, wanted } = /** @type {Request} */ (data);
  if (question && !wanted) asked = { number, question };
  void reply(data);
});
