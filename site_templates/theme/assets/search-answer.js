// @ts-check
// The answer to a query, as in generator/search/index.py; narrowed by facets, put in order, shown row by row.

import { excerpt, folded, gramsOf, pieces, startGram, termsOf, wholeGram } from "./search-text.js";

/** @typedef {import("./search-index.js").Facet} Facet */
/** @typedef {import("./search-index.js").SearchIndex} SearchIndex */
/** @typedef {import("./search-index.js").StoredRow} StoredRow */
/** @typedef {import("./search-text.js").Pieces} Pieces */
/** @typedef {{query: string, chosen: Record<string, string[]>, sort: string, from: number, open: string[]}} Question */
/** @typedef {{address: string, name: Pieces, code: Pieces, items: number, faulty: boolean, provider: Pieces, from: string,
 *   excerpt: Pieces, facets: Record<string, string[]>, due: string, updated: string}} Row */
/** `names` are the values' other names, such as an organisation's full one, or empty.
 * @typedef {{key: string, label: string, values: [string, number][], names: string[], isCounted: boolean}} FacetAnswer */
/** @typedef {{numbers: ArrayLike<number>, terms: string[]}} Ordered */
/** @typedef {{total: number, all: number, from: number, window: number, rows: Row[], pages: Row[], morePages: number,
 *   facets: FacetAnswer[]}} Answer */
/** @typedef {{resources: ArrayLike<number>, pages: number[], terms: string[]}} Found */

const [WHOLE, START, NAME, ITEMS, SUMMARY, NOWHERE] = [0, 1, 2, 4, 5, 255];
const FIELD_RANKS = [NAME, ITEMS, SUMMARY];
const NAMES = 0; // the field of names and codes
const MOST_PAGES = 5;
const MANY = 4; // short grams of a word; of more, every second one is enough to find out that few documents have it
export const WINDOW = 10; // rows that come with an answer, and that are asked for at a time

/** Everything that has every word, best first. @param {SearchIndex} index @param {string} query @returns {Promise<Found>} */
export async function found(index, query) {
  const { resources } = index.about;
  const terms = termsOf(query);
  if (terms.length === 0) return { resources: Uint32Array.from({ length: resources }, (_, at) => at), pages: [], terms };
  return index.once(`found ${terms.join(" ")}`, async () => {
    const ranks = await ranksOf(index, terms);
    /** @type {number[][]} */
    const byRank = Array.from({ length: SUMMARY + 1 }, () => []);
    ranks.forEach((rank, number) => rank === NOWHERE || byRank[rank].push(number));
    const numbers = byRank.flat();
    const pages = numbers.filter((number) => number >= resources);
    return { resources: pages.length ? numbers.filter((number) => number < resources) : numbers, pages, terms };
  });
}

/** For each document how well it has every word. Lists that are short, where they leave few, spare the long ones:
 * few results are read word by word. @param {SearchIndex} index @param {string[]} terms */
async function ranksOf(index, terms) {
  const grams = terms.map(gramsOf);
  const cheap = grams.map((some) => cheapest(index, some));
  if (cheap.some((some) => some.length) && cheap.some((some, at) => some.length < grams[at].length)) {
    const ranks = await worst(index, terms, cheap);
    const { length } = ranks.filter((rank) => rank !== NOWHERE);
    if (length <= index.about.verified) return read(index, terms, ranks);
  }
  const [ranks, [starts, wholes]] = await Promise.all([worst(index, terms, grams), lifting(index, terms)]);
  lift(ranks, starts[NAMES], wholes[NAMES]);
  return read(index, terms, ranks);
}

/** @param {SearchIndex} index @param {string[]} grams */
function cheapest(index, grams) {
  const short = grams.filter((gram) => !index.isLong(gram));
  return short.length > MANY ? short.filter((_, at) => at % 2 === 0) : short;
}

/** For each document the worst of the best places where each word may be; a word without grams may be anywhere.
 * @param {SearchIndex} index @param {string[]} terms @param {string[][]} grams */
async function worst(index, terms, grams) {
  const asked = terms.flatMap((term, at) => (grams[at].length ? [ranksOfTerm(index, term, grams[at])] : []));
  const [ranks, ...others] = await Promise.all(asked);
  for (const other of others) other.forEach((rank, number) => rank > ranks[number] && (ranks[number] = rank));
  return ranks;
}

/** @param {SearchIndex} index @param {string} term @param {string[]} grams @returns {Promise<Uint8Array>} */
async function ranksOfTerm(index, term, grams) {
  const ranks = new Uint8Array(index.about.documents).fill(NOWHERE);
  const perField = await index.withAll(grams);
  perField.forEach((numbers, field) => {
    for (const number of numbers) ranks[number] = Math.min(ranks[number], FIELD_RANKS[field]);
  });
  for (const facet of index.about.facets) {
    const wanted = facet.rank === null ? [] : valuesWith(facet, term);
    if (facet.rank === null || wanted.length === 0) continue;
    const rank = facet.rank;
    const isWanted = facet.sets.map((values) => values.some((value) => wanted.includes(value)));
    (await index.numbers(`columns/${facet.key}`)).forEach((set, number) => {
      if (isWanted[set]) ranks[number] = Math.min(ranks[number], rank);
    });
  }
  return ranks;
}

/** @param {Facet} facet @param {string} term */
function valuesWith(facet, term) {
  const texts = facet.values.map(([value, , alias]) => [folded(value), folded(alias)]);
  return texts.flatMap((both, at) => (both.some((text) => text.includes(term)) ? [at] : []));
}

/** What may begin with the first word, and what may be the query as a whole.
 * @param {SearchIndex} index @param {string[]} terms */
const lifting = (index, terms) => Promise.all([startGram(terms[0]), wholeGram(terms.join(" "))].map((gram) => index.withAll([gram])));

/** Puts first what begins with the first word or is the query as a whole.
 * @param {Uint8Array} ranks @param {number[]} starts @param {number[]} wholes */
function lift(ranks, starts, wholes) {
  const isWhole = new Set(wholes);
  for (const number of starts) {
    if (ranks[number] === NAME) ranks[number] = isWhole.has(number) ? WHOLE : START;
  }
}

/** Few resources, and few pages, are ranked by what is read in them; what lacks a word is no result.
 * @param {SearchIndex} index @param {string[]} terms @param {Uint8Array} ranks */
async function read(index, terms, ranks) {
  const { resources, verified } = index.about;
  /** @type {[number[], number[]]} */
  const parts = [[], []];
  ranks.forEach((rank, number) => rank === NOWHERE || parts[Number(number >= resources)].push(number));
  const few = parts.filter((part) => part.length <= verified).flat();
  const rows = await Promise.all(few.map((number) => index.row(number)));
  few.forEach((number, at) => (ranks[number] = rankIn(rows[at], terms, index.about.facets)));
  return ranks;
}

/** How well a document has every word, by its own texts. @param {StoredRow} row @param {string[]} terms @param {Facet[]} facets */
export function rankIn([, name, code, items, summary, also, , values], terms, facets) {
  const names = [folded(name), folded(code)];
  /** @type {[number, string][]} */
  const texts = names.map((text) => [NAME, text]);
  texts.push([SUMMARY, folded(summary)], ...[...items, ...also].map((text) => /** @type {[number, string]} */ ([ITEMS, folded(text)])));
  facets.forEach(({ rank, values: known }, which) => {
    if (rank === null) return;
    for (const value of values[which]) {
      texts.push([rank, folded(value)], [rank, folded(known.find(([one]) => one === value)?.[2] ?? "")]);
    }
  });
  const ranks = terms.map((term) => Math.min(NOWHERE, ...texts.filter(([, text]) => text.includes(term)).map(([rank]) => rank)));
  const rank = Math.max(...ranks);
  if (rank !== NAME || !names.some((text) => text.startsWith(terms[0]))) return rank;
  return names.includes(terms.join(" ")) ? WHOLE : START;
}

// Facets, order and rows.

/** What of the matches has the chosen values, and how many have each value, of each facet apart from its own choice.
 * @param {SearchIndex} index @param {Found} matches @param {Pick<Question, "chosen" | "open">} question */
export async function narrowed(index, matches, { chosen, open }) {
  const { facets } = index.about;
  const isPlain = matches.terms.length === 0 && Object.keys(chosen).length === 0;
  if (isPlain) return { numbers: matches.resources, facets: facets.map((facet) => facetAnswer(facet, facet.values.map(([, count]) => count))) };
  const used = facets.filter(({ key }) => key in chosen || open.includes(key));
  const columns = await Promise.all(used.map(({ key }) => index.numbers(`columns/${key}`)));
  const passes = used.map(({ key, values, sets }) => {
    if (!(key in chosen)) return null;
    const wanted = new Set(chosen[key]);
    return sets.map((set) => set.some((value) => wanted.has(values[value][0])));
  });
  const counts = used.map(({ sets }) => new Uint32Array(sets.length));
  /** @type {number[]} */
  const numbers = [];
  for (const number of Array.from(matches.resources)) {
    let [failed, which] = [0, -1];
    for (let at = 0; at < used.length && failed < 2; at++) {
      const pass = passes[at];
      if (pass && !pass[columns[at][number]]) [failed, which] = [failed + 1, at];
    }
    if (failed === 0) {
      numbers.push(number);
      for (let at = 0; at < used.length; at++) counts[at][columns[at][number]]++;
    } else if (failed === 1) counts[which][columns[which][number]]++;
  }
  const perFacet = facets.map((facet) => {
    const at = used.indexOf(facet);
    return facetAnswer(facet, at < 0 ? null : perValue(facet, counts[at]));
  });
  return { numbers, facets: perFacet };
}

/** @param {Facet} facet @param {Uint32Array} perSet */
function perValue(facet, perSet) {
  const counts = facet.values.map(() => 0);
  facet.sets.forEach((values, set) => values.forEach((value) => (counts[value] += perSet[set])));
  return counts;
}

/** @param {Facet} facet @param {number[] | null} counts @returns {FacetAnswer} */
function facetAnswer({ key, label, values }, counts) {
  const names = values.map(([, , alias]) => alias);
  return { key, label, values: values.map(([value], at) => [value, counts?.[at] ?? 0]), names, isCounted: counts !== null };
}

/** The numbers by an order or a facet's values, the other way round after a minus; equal ones as they were.
 * @param {SearchIndex} index @param {ArrayLike<number>} numbers @param {string} sort @returns {Promise<ArrayLike<number>>} */
export async function sorted(index, numbers, sort) {
  const [key, direction] = sort.startsWith("-") ? [sort.slice(1), -1] : [sort, 1];
  const facet = index.about.facets.find((one) => one.key === key);
  const name = `orders/${key}` in index.about.widths ? `orders/${key}` : facet ? `columns/${key}` : "";
  if (!name) return numbers;
  const column = await index.numbers(name);
  const place = facet && name.startsWith("columns/") ? facet.sets.map((values) => values[0]) : null;
  /** @param {number} number */
  const keyOf = (number) => (place ? place[column[number]] : column[number]);
  return Array.from(numbers).sort((one, other) => direction * (keyOf(one) - keyOf(other)));
}

/** @param {SearchIndex} index @param {Question} question @returns {Promise<Ordered & {facets: FacetAnswer[], pages: number[]}>} */
export async function ordered(index, question) {
  const matches = await found(index, question.query);
  const { numbers, facets } = await narrowed(index, matches, question);
  const isFree = Object.keys(question.chosen).length === 0;
  return { numbers: await sorted(index, numbers, question.sort), facets, terms: matches.terms, pages: isFree ? matches.pages : [] };
}

/** The rows of an answer from one place on.
 * @param {SearchIndex} index @param {Ordered} result @param {number} from @param {number} [count] */
export function rowsFrom(index, { numbers, terms }, from, count = WINDOW) {
  const to = Math.min(numbers.length, from + count);
  return Promise.all(Array.from({ length: Math.max(0, to - from) }, (_, at) => rowOf(index, numbers[from + at], terms)));
}

/** @param {SearchIndex} index @param {Awaited<ReturnType<typeof ordered>>} result @param {number} from @returns {Promise<Answer>} */
export async function answerOf(index, result, from) {
  const last = Math.max(0, result.numbers.length - 1);
  const start = Math.floor(Math.min(from, last) / WINDOW) * WINDOW;
  const shown = result.pages.slice(0, MOST_PAGES);
  const [rows, pages] = await Promise.all([
    rowsFrom(index, result, start),
    Promise.all(shown.map((number) => rowOf(index, number, result.terms))),
  ]);
  const [total, all] = [result.numbers.length, index.about.resources];
  return { total, all, from: start, window: WINDOW, rows, pages, morePages: result.pages.length - shown.length, facets: result.facets };
}

/** @param {SearchIndex} index @param {number} number @param {string[]} terms @returns {Promise<Row>} */
async function rowOf(index, number, terms) {
  const [address, name, code, items, summary, , faulty, values, due, updated] = await index.row(number);
  const inSummary = terms.some((term) => folded(summary).includes(term));
  const inItems = terms.some((term) => items.some((item) => folded(item).includes(term)));
  const from = (inItems && !inSummary) || !summary ? "items" : "summary";
  /** @type {Row["facets"]} */
  const facets = {};
  index.about.facets.forEach((facet, at) => (facets[facet.key] = values[at] ?? []));
  return {
    address,
    name: pieces(name, terms),
    code: pieces(code, terms),
    items: items.length,
    faulty: faulty === 1,
    provider: pieces(facets.provider?.[0] ?? "", terms),
    from,
    excerpt: excerpt(from === "items" ? items.join("、") : summary, terms),
    facets,
    due,
    updated,
  };
}
