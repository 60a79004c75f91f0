// @ts-check
// The search, apart from the page so that typing never waits: questions come as messages, answers go back.

import { answerOf, ordered, rowsFrom } from "./search-answer.js";
import { SearchIndex, parsed } from "./search-index.js";
import { csvOf, tableOf, workbookOf } from "./search-table.js";

/** @typedef {import("./search-answer.js").Question} Question */
/** @typedef {import("./search-table.js").Zip} Zip */
/** @typedef {{form: "csv" | "xlsx", root: string}} Wanted */
/** A question; rows of its answer from a place on; or its answer as a file.
 * @typedef {{number: number, question?: Question, from?: number, wanted?: Wanted}} Request */

const ZIP = "vendor/fflate-0.8.3.js"; // fetched when a workbook is asked for
const FRESH_FOR = 60_000; // milliseconds; then the next question sees whether the site was built anew

/** @type {Promise<SearchIndex> | undefined} */
let opened;
let openedAt = 0;
/** @type {{number: number, index: SearchIndex, result: Awaited<ReturnType<typeof ordered>>} | undefined} */
let newest;
let asked = 0;

/** @param {string} address @param {RequestInit} [options] */
async function inflated(address, options) {
  const answer = await fetch(new URL(`search/${address}`, self.location.href), options);
  if (!answer.ok || !answer.body) throw new Error(`${answer.status} ${address}`);
  return new Uint8Array(await new Response(answer.body.pipeThrough(new DecompressionStream("deflate"))).arrayBuffer());
}

/** The index; one that has been open for a while is looked after meanwhile, and replaced if there is a newer one. */
function open() {
  const old = opened;
  if (!old || Date.now() - openedAt > FRESH_FOR) {
    openedAt = Date.now();
    const about = inflated("index.bin", { cache: "no-cache" }).then(parsed);
    const made = about.then(async (one) => {
      const known = old ? await old : null;
      return known && known.about.version === one.version ? known : new SearchIndex(one, inflated);
    });
    made.then(() => (opened = made)).catch(() => (opened = old));
    if (!old) opened = made;
  }
  return /** @type {Promise<SearchIndex>} */ (opened);
}

/** @param {number} number @param {Question} question */
async function answer(number, question) {
  const index = await open();
  const result = await ordered(index, question);
  if (number !== asked) return undefined;
  newest = { number, index, result };
  return { answer: await answerOf(index, result, question.from) };
}

/** @param {number} number @param {number} from */
async function rows(number, from) {
  if (newest?.number !== number) return undefined;
  return { from, rows: await rowsFrom(newest.index, newest.result, from) };
}

/** @param {Question} question @param {Wanted} wanted */
async function file(question, { form, root }) {
  const lines = await tableOf(await open(), question, root);
  const bytes = form === "csv" ? csvOf(lines) : workbookOf(lines, /** @type {Zip} */ (await import(new URL(ZIP, import.meta.url).href)));
  return { file: bytes, form, count: lines.length - 1 };
}

self.addEventListener("message", async (/** @type {MessageEvent<Request>} */ { data }) => {
  const { number, question, from, wanted } = data;
  if (question && !wanted) asked = number;
  try {
    const made = question ? await (wanted ? file(question, wanted) : answer(number, question)) : await rows(number, from ?? 0);
    if (made) self.postMessage({ number, ...made });
  } catch (error) {
    self.postMessage({ number, failure: String(error) });
  }
});
