// @ts-check
// The search: answers queries from the index beside it, apart from the page so that typing never waits.
// The form of the files is told in generator/publish/search.py, the answer in generator/search/index.py.

/** @typedef {{query: string, chosen: Record<string, string[]>, sort: string, page: number, open: string[]}} Question */
/** @typedef {{text: string, isHit: boolean}[]} Pieces */
/** @typedef {{address: string, name: Pieces, code: Pieces, items: number, faulty: boolean, provider: Pieces, from: string, excerpt: Pieces,
 *   facets: Record<string, string[]>}} Row */
/** @typedef {{key: string, label: string, values: [string, number][], isCounted: boolean}} FacetAnswer */
/** @typedef {{total: number, all: number, size: number, page: number, rows: Row[], pages: Row[], morePages: number,
 *   facets: FacetAnswer[]}} Answer */
/** @typedef {{number: number, question?: Question, isExport?: boolean}} Request */

/** @typedef {{file: string, width: number}} NumbersFile */
/** @typedef {{key: string, label: string, rank: number | null, values: [string, number, string][], sets: number[][],
 *   column: NumbersFile}} Facet */
/** @typedef {{documents: number, resources: number, page: number, chunk: number, version: string, firsts: string[],
 *   shards: string, facets: Facet[], orders: Record<string, NumbersFile>, export: string}} About */
/** @typedef {[string, string, string, string[], string, string[], number, string[][]]} StoredRow */
/** @typedef {{bytes: Uint8Array, entries: Map<string, [number, number, number, number]>}} Shard */
/** @typedef {Uint8Array | Uint16Array | Uint32Array} Numbers */
/** @typedef {{resources: Numbers | number[], pages: number[], terms: string[]}} Found */

const [WHOLE, START, NAME, ITEMS, SUMMARY, NOWHERE] = [0, 1, 2, 4, 5, 255];
const FIELD_RANKS = [NAME, ITEMS, SUMMARY];
const HASH = 10;
const PER_FOLDER = 1000;
const MOST_PAGES = 5;
const MOST_KEPT = 4000;
const LONG = 4; // grams; a longer word is first looked for by every second, which is enough to know that it is nowhere
const LONGEST_QUERY = 100;
const LONGEST_GRAM = 6;
const BLANK = /[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]+/g;

/** @type {Map<string, Promise<unknown>>} */
const kept = new Map();
let newest = 0;

class Superseded extends Error {}

/** Something fetched or worked out once; what failed is tried again next time.
 * @template T @param {string} name @param {() => Promise<T>} make @returns {Promise<T>} */
function once(name, make) {
  let made = /** @type {Promise<T> | undefined} */ (kept.get(name));
  if (!made) {
    if (kept.size > MOST_KEPT) kept.clear();
    made = make();
    kept.set(name, made);
    made.catch(() => kept.delete(name));
  }
  return made;
}

/** @param {string} name @param {RequestInit} [options] */
async function inflated(name, options) {
  const answer = await fetch(new URL(`search/${name}`, self.location.href), options);
  if (!answer.ok || !answer.body) throw new Error(`${answer.status} ${name}`);
  return new Uint8Array(await new Response(answer.body.pipeThrough(new DecompressionStream("deflate"))).arrayBuffer());
}

/** @param {Uint8Array} bytes */
const parsed = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

/** @returns {Promise<About>} */
const about = () =>
  once("about", async () => {
    const index = parsed(await inflated("index.bin", { cache: "no-cache" }));
    for (const facet of index.facets) facet.sets ??= facet.values.map((/** @type {unknown} */ _, /** @type {number} */ at) => [at]);
    return index;
  });

/** @param {NumbersFile} file @returns {Promise<Numbers>} */
const numbersOf = (file) =>
  once(file.file, async () => {
    const { buffer } = await inflated(`column-${file.file}.bin`);
    return file.width === 1 ? new Uint8Array(buffer) : file.width === 2 ? new Uint16Array(buffer) : new Uint32Array(buffer);
  });

/** @param {number} number @returns {Promise<StoredRow>} */
async function stored(number) {
  const { chunk, version } = await about();
  const at = Math.floor(number / chunk);
  const name = `documents/${Math.floor(at / PER_FOLDER)}/${at}.bin?v=${version}`;
  const rows = await once(name, async () => /** @type {StoredRow[]} */ (parsed(await inflated(name))));
  return rows[number % chunk];
}

// Text, as in generator/search/text.py.

/** @param {string} text */
const folded = (text) => text.normalize("NFKC").toLowerCase().replace(BLANK, " ").replace(/^ +| +$/g, "");

/** @param {string} query */
function termsOf(query) {
  const words = folded(Array.from(query).slice(0, LONGEST_QUERY).join("")).split(" ");
  return [...new Set(words.filter((word) => word))];
}

/** Grams that cover a word: sixes side by side or one shorter where it is Latin, else every pair.
 * @param {string} term */
function gramsOf(term) {
  const characters = Array.from(term);
  if (characters.length === 1) return [term];
  const pairs = characters.slice(0, -1).map((character, at) => character + characters[at + 1]);
  /** @type {string[]} */
  const grams = [];
  let runStart = 0;
  for (let at = 0; at <= characters.length; at++) {
    if (at < characters.length && characters[at] >= "!" && characters[at] <= "~") continue;
    const size = Math.min(at - runStart, LONGEST_GRAM);
    if (size >= 3) {
      for (let from = runStart; from < at - size; from += size) grams.push(characters.slice(from, from + size).join(""));
      grams.push(characters.slice(at - size, at).join(""));
      pairs.fill("", runStart, at - 1);
    }
    runStart = at + 1;
  }
  return [...new Set([...grams, ...pairs.filter((pair) => pair)])];
}

/** @param {string} term */
const startGram = (term) => "\x02" + Array.from(term).slice(0, 2).join("");

/** @param {string} text */
function wholeGram(text) {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return "\x03" + String.fromCharCode(0x4e00 + (value % 8192));
}

// Postings.

/** @param {string} gram @param {About} index @returns {Promise<Shard> | undefined} */
function shardOf(gram, index) {
  let [low, high] = [0, index.firsts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (index.firsts[middle] <= gram) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return undefined;
  const hash = index.shards.slice((low - 1) * HASH, low * HASH);
  return once(hash, async () => {
    const bytes = await inflated(`grams-${hash}.bin`);
    const end = bytes.indexOf(10);
    let at = end + 1;
    /** @type {Shard["entries"]} */
    const entries = new Map();
    for (const [gram, ...lengths] of parsed(bytes.subarray(0, end))) {
      entries.set(gram, [at, lengths[0], lengths[1], lengths[2]]);
      at += lengths[0] + lengths[1] + lengths[2];
    }
    return { bytes, entries };
  });
}

/** The documents that have a gram in a field, ascending.
 * @param {string} gram @param {number} field @param {Shard | undefined} shard */
function postings(gram, field, shard) {
  const entry = shard?.entries.get(gram);
  /** @type {number[]} */
  const numbers = [];
  if (!shard || !entry) return numbers;
  let at = entry[0] + (field > 0 ? entry[1] : 0) + (field > 1 ? entry[2] : 0);
  const end = at + entry[1 + field];
  for (let number = -1; at < end; numbers.push(number)) {
    let [gap, shift, byte] = [0, 0, 0];
    do {
      byte = shard.bytes[at++];
      gap |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte & 0x80);
    number += gap;
  }
  return numbers;
}

/** Per field the documents that have every gram in it. @param {string[]} grams @param {About} index */
async function withAll(grams, index) {
  const shards = await Promise.all(grams.map((gram) => shardOf(gram, index)));
  return FIELD_RANKS.map((_, field) => common(grams.map((gram, at) => postings(gram, field, shards[at]))));
}

/** For each document the best place where a word may be found.
 * @param {string} term @param {About} index @returns {Promise<Uint8Array>} */
async function ranksOf(term, index) {
  const grams = gramsOf(term);
  const ranks = new Uint8Array(index.documents).fill(NOWHERE);
  const isLong = grams.length > LONG;
  let perField = await withAll(isLong ? grams.filter((_, at) => at % 2 === 0) : grams, index);
  if (isLong && perField.some((numbers) => numbers.length)) perField = await withAll(grams, index);
  perField.forEach((numbers, field) => {
    for (const number of numbers) ranks[number] = Math.min(ranks[number], FIELD_RANKS[field]);
  });
  for (const facet of index.facets) {
    const wanted = facet.rank === null ? [] : valuesWith(facet, term);
    if (facet.rank === null || wanted.length === 0) continue;
    const rank = facet.rank;
    const column = await numbersOf(facet.column);
    const isWanted = facet.sets.map((values) => values.some((value) => wanted.includes(value)));
    column.forEach((set, number) => {
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

/** The numbers that stand in every list. @param {number[][]} lists */
function common(lists) {
  const [shortest, ...others] = lists.sort((one, other) => one.length - other.length);
  if (shortest.length === 0) return shortest;
  const sets = others.map((list) => new Set(list));
  return shortest.filter((number) => sets.every((set) => set.has(number)));
}

/** Everything that has every word, best first. @param {string} query @returns {Promise<Found>} */
async function found(query) {
  const index = await about();
  const terms = termsOf(query);
  if (terms.length === 0) {
    return { resources: Uint32Array.from({ length: index.resources }, (_, number) => number), pages: [], terms };
  }
  return once(`found ${terms.join(" ")}`, async () => {
    const perTerm = await Promise.all(terms.map((term) => ranksOf(term, index)));
    const ranks = perTerm[0];
    for (const others of perTerm.slice(1)) others.forEach((rank, number) => (ranks[number] = Math.max(ranks[number], rank)));
    if (ranks.includes(NAME)) await lift(ranks, terms, index);
    /** @type {number[][]} */
    const byRank = Array.from({ length: SUMMARY + 1 }, () => []);
    ranks.forEach((rank, number) => rank === NOWHERE || byRank[rank].push(number));
    const numbers = byRank.flat();
    const resources = await verified(numbers.filter((number) => number < index.resources), terms, index);
    return { resources, pages: await verified(numbers.filter((number) => number >= index.resources), terms, index), terms };
  });
}

/** Puts first what begins with the first word or is the query as a whole.
 * @param {Uint8Array} ranks @param {string[]} terms @param {About} index */
async function lift(ranks, terms, index) {
  const [starts, wholes] = [startGram(terms[0]), wholeGram(terms.join(" "))];
  const [startShard, wholeShard] = await Promise.all([shardOf(starts, index), shardOf(wholes, index)]);
  const isWhole = new Set(postings(wholes, 0, wholeShard));
  for (const number of postings(starts, 0, startShard)) {
    if (ranks[number] === NAME) ranks[number] = isWhole.has(number) ? WHOLE : START;
  }
}

/** So few results are read again word by word. @param {number[]} numbers @param {string[]} terms @param {About} index */
async function verified(numbers, terms, index) {
  if (numbers.length > index.page || terms.every((term) => gramsOf(term).length === 1)) return numbers;
  const rows = await Promise.all(numbers.map(stored));
  return numbers.filter((_, at) => {
    const [, name, code, items, summary, also, , facets] = rows[at];
    const texts = [name, code, summary, ...items, ...also];
    index.facets.forEach((facet, which) => {
      if (facet.rank === null) return;
      for (const value of facets[which]) texts.push(value, facet.values.find(([text]) => text === value)?.[2] ?? "");
    });
    const every = texts.map(folded);
    return terms.every((term) => every.some((text) => text.includes(term)));
  });
}

// Facets, order and rows.

/** @param {Found} matches @param {Question} question @param {About} index */
async function narrowed(matches, question, index) {
  const { chosen, open } = question;
  const isPlain = matches.terms.length === 0 && Object.keys(chosen).length === 0;
  const used = isPlain ? [] : index.facets.filter(({ key }) => key in chosen || open.includes(key));
  const columns = await Promise.all(used.map((facet) => numbersOf(facet.column)));
  const passes = used.map(({ key, values, sets }) => {
    if (!(key in chosen)) return null;
    const wanted = new Set(chosen[key]);
    return sets.map((set) => set.some((value) => wanted.has(values[value][0])));
  });
  const counts = used.map(({ sets }) => new Uint32Array(sets.length));
  /** @type {number[]} */
  const numbers = [];
  for (const number of matches.resources) {
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
  const facets = index.facets.map((facet) => {
    const at = used.indexOf(facet);
    return facetAnswer(facet, isPlain ? facet.values.map(([, count]) => count) : at < 0 ? null : perValue(facet, counts[at]));
  });
  return { numbers, facets };
}

/** @param {Facet} facet @param {Uint32Array} perSet */
function perValue(facet, perSet) {
  const counts = facet.values.map(() => 0);
  facet.sets.forEach((values, set) => values.forEach((value) => (counts[value] += perSet[set])));
  return counts;
}

/** @param {Facet} facet @param {number[] | null} counts @returns {FacetAnswer} */
function facetAnswer({ key, label, values }, counts) {
  return { key, label, values: values.map(([value], at) => [value, counts?.[at] ?? 0]), isCounted: counts !== null };
}

/** @param {number[]} numbers @param {string} sort @param {About} index */
async function sorted(numbers, sort, index) {
  const [key, direction] = sort.startsWith("-") ? [sort.slice(1), -1] : [sort, 1];
  const facet = index.facets.find((one) => one.key === key);
  const file = index.orders[key] ?? facet?.column;
  if (!file) return numbers;
  const column = await numbersOf(file);
  const place = facet ? facet.sets.map((values) => values[0]) : null;
  const keyOf = place ? (/** @type {number} */ number) => place[column[number]] : (/** @type {number} */ number) => column[number];
  return numbers.slice().sort((one, other) => direction * (keyOf(one) - keyOf(other)) || one - other);
}

/** A text cut where words of the query stand in it. @param {string} text @param {string[]} terms @returns {Pieces} */
function pieces(text, terms) {
  const characters = Array.from(text);
  let plain = "";
  /** @type {number[]} */
  const origin = [];
  characters.forEach((character, at) => {
    const one = character.normalize("NFKC").toLowerCase().replace(BLANK, " ");
    plain += one;
    for (let unit = 0; unit < one.length; unit++) origin.push(at);
  });
  const isHit = characters.map(() => false);
  for (const term of terms) {
    for (let at = plain.indexOf(term); at >= 0; at = plain.indexOf(term, at + term.length)) {
      isHit.fill(true, origin[at], origin[at + term.length - 1] + 1);
    }
  }
  /** @type {Pieces} */
  const cut = [];
  characters.forEach((character, at) => {
    const last = cut[cut.length - 1];
    if (last && last.isHit === isHit[at]) last.text += character;
    else cut.push({ text: character, isHit: isHit[at] });
  });
  return cut;
}

/** The part of a long text around the first word found in it. @param {string} text @param {string[]} terms */
function excerpt(text, terms) {
  const [before, after] = [24, 96];
  const cut = pieces(text, terms);
  const first = cut.findIndex(({ isHit }) => isHit);
  const at = first > 0 ? Array.from(cut.slice(0, first).map((piece) => piece.text).join("")).length : 0;
  const characters = Array.from(text);
  const start = at > after / 2 ? at - before : 0;
  const part = characters.slice(start, start + before + after).join("");
  return pieces((start > 0 ? "…" : "") + part + (start + before + after < characters.length ? "…" : ""), terms);
}

/** @param {number} number @param {string[]} terms @param {About} index @returns {Promise<Row>} */
async function rowOf(number, terms, index) {
  const [address, name, code, items, summary, , faulty, values] = await stored(number);
  const inSummary = terms.some((term) => folded(summary).includes(term));
  const inItems = terms.some((term) => items.some((item) => folded(item).includes(term)));
  const from = (inItems && !inSummary) || !summary ? "items" : "summary";
  /** @type {Row["facets"]} */
  const facets = {};
  index.facets.forEach((facet, at) => (facets[facet.key] = values[at] ?? []));
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
  };
}

/** @param {number} number @param {Question} question @returns {Promise<Answer>} */
async function answer(number, question) {
  const index = await about();
  const inTime = () => {
    if (number !== newest) throw new Superseded();
  };
  const matches = await found(question.query);
  inTime();
  const { numbers, facets } = await narrowed(matches, question, index);
  inTime();
  const ordered = await sorted(numbers, question.sort, index);
  const last = Math.max(1, Math.ceil(ordered.length / index.page));
  const page = Math.min(Math.max(1, question.page), last);
  const shown = ordered.slice((page - 1) * index.page, page * index.page);
  const isFirst = page === 1 && Object.keys(question.chosen).length === 0;
  const pages = isFirst ? matches.pages.slice(0, MOST_PAGES) : [];
  const rows = await Promise.all([...shown, ...pages].map((one) => rowOf(one, matches.terms, index)));
  return {
    total: ordered.length,
    all: index.resources,
    size: index.page,
    page,
    rows: rows.slice(0, shown.length),
    pages: rows.slice(shown.length),
    morePages: isFirst ? matches.pages.length - pages.length : 0,
    facets,
  };
}

/** Every resource of an answer as a row of a table, its heads first. @param {Question} question */
async function table(question) {
  const index = await about();
  const { numbers } = await narrowed(await found(question.query), question, index);
  const ordered = await sorted(numbers, question.sort, index);
  /** @type {{address: string[], name: string[], code: string[], items: number[]}} */
  const texts = await once("export", async () => parsed(await inflated(`column-${index.export}.bin`)));
  const columns = await Promise.all(index.facets.map((facet) => numbersOf(facet.column)));
  return {
    labels: index.facets.map(({ label }) => label),
    rows: ordered.map((number) => ({
      address: texts.address[number],
      name: texts.name[number],
      code: texts.code[number],
      items: texts.items[number],
      facets: index.facets.map(({ sets, values }, at) => sets[columns[at][number]].map((value) => values[value][0]).join("、")),
    })),
  };
}

self.addEventListener("message", async (/** @type {MessageEvent<Request>} */ { data }) => {
  const { number, question, isExport } = data;
  if (!question) return;
  if (!isExport) newest = number;
  try {
    const made = isExport ? { table: await table(question) } : { answer: await answer(number, question) };
    if (isExport || number === newest) self.postMessage({ number, ...made });
  } catch (error) {
    if (!(error instanceof Superseded)) self.postMessage({ number, failure: String(error) });
  }
});
