// @ts-check
// The search index as it lies in files, whose form is told in generator/publish/search.py: fetched by need, kept.

/** @typedef {Uint8Array | Uint16Array | Uint32Array} Numbers */
/** @typedef {{key: string, label: string, rank: number | null, values: [string, number, string][], sets: number[][]}} Facet */
/** @typedef {{documents: number, resources: number, verified: number, chunk: number, version: string, firsts: string[],
 *   long: string[], facets: Facet[], widths: Record<string, number>}} About */
/** @typedef {[string, string, string, string[], string, string[], number, string[][], string, string]} StoredRow */
/** @typedef {[string[], string[], string[], number[], string[], string[]]} Places */
/** @typedef {{bytes: Uint8Array, entries: Map<string, number[]>}} Shard */
/** Gives a file of the index, inflated. @typedef {(address: string) => Promise<Uint8Array>} Read */

export const FIELDS = 3; // names and codes, items, summaries
const PER_FOLDER = 1000;
const MOST_KEPT = 4000;

/** @param {Uint8Array} bytes */
export const parsed = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

/** The numbers that are written as gaps, from -1 on, seven bits a byte, low first.
 * @param {Uint8Array} bytes @param {number} at @param {number} end */
export function decoded(bytes, at, end) {
  /** @type {number[]} */
  const numbers = [];
  for (let number = -1; at < end; numbers.push(number)) {
    let [gap, shift, byte] = [0, 0, 0];
    do {
      byte = bytes[at++];
      gap |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte & 0x80);
    number += gap;
  }
  return numbers;
}

/** The numbers that stand in every one of some ascending lists. @param {number[][]} lists */
export function common(lists) {
  const [shortest, ...others] = [...lists].sort((one, other) => one.length - other.length);
  return others.reduce((some, list) => {
    let at = 0;
    return some.filter((number) => {
      while (list[at] < number) at += 1;
      return list[at] === number;
    });
  }, shortest);
}

export class SearchIndex {
  /** @type {Map<string, Promise<unknown>>} */
  #kept = new Map();
  #read;

  /** @param {About} about @param {Read} read */
  constructor(about, read) {
    this.about = about;
    this.#read = read;
    for (const facet of about.facets) facet.sets ??= facet.values.map((_, at) => [at]);
  }

  /** Something fetched or worked out once; what failed is tried again next time.
   * @template T @param {string} name @param {() => Promise<T>} make @returns {Promise<T>} */
  once(name, make) {
    let made = /** @type {Promise<T> | undefined} */ (this.#kept.get(name));
    if (!made) {
      if (this.#kept.size > MOST_KEPT) this.#kept.clear();
      made = make();
      this.#kept.set(name, made);
      made.catch(() => this.#kept.delete(name));
    }
    return made;
  }

  /** @param {string} name */
  #file(name) {
    return this.#read(`${name}.bin?v=${this.about.version}`);
  }

  /** A column of a facet or an order, by its name. @param {string} name @returns {Promise<Numbers>} */
  numbers(name) {
    return this.once(name, async () => {
      const { buffer, byteOffset, byteLength } = await this.#file(name);
      const bytes = buffer.slice(byteOffset, byteOffset + byteLength);
      const width = this.about.widths[name];
      return width === 1 ? new Uint8Array(bytes) : width === 2 ? new Uint16Array(bytes) : new Uint32Array(bytes);
    });
  }

  /** @returns {Promise<Places>} */
  places() {
    return this.once("places", async () => parsed(await this.#file("places")));
  }

  /** @param {number} number @returns {Promise<StoredRow>} */
  async row(number) {
    const at = Math.floor(number / this.about.chunk);
    const name = `documents/${Math.floor(at / PER_FOLDER)}/${at}`;
    const rows = await this.once(name, async () => /** @type {StoredRow[]} */ (parsed(await this.#file(name))));
    return rows[number % this.about.chunk];
  }

  /** Whether the lists of a gram are so long that they have a shard of their own. @param {string} gram */
  isLong(gram) {
    return this.about.long.includes(gram);
  }

  /** Per field the documents that have every one of some grams in it. @param {string[]} grams */
  async withAll(grams) {
    const shards = await Promise.all(grams.map((gram) => this.#shardOf(gram)));
    return Array.from({ length: FIELDS }, (_, field) => common(grams.map((gram, at) => listOf(gram, field, shards[at]))));
  }

  /** @param {string} gram @returns {Promise<Shard | undefined>} */
  async #shardOf(gram) {
    const { firsts, long } = this.about;
    let [low, high] = [0, firsts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (firsts[middle] <= gram) low = middle + 1;
      else high = middle;
    }
    const at = long.includes(gram) ? firsts.length + long.indexOf(gram) : low - 1;
    if (at < 0) return undefined;
    const name = `grams/${Math.floor(at / PER_FOLDER)}/${at}`;
    return this.once(name, async () => shardOf(await this.#file(name)));
  }
}

/** @param {Uint8Array} bytes @returns {Shard} */
function shardOf(bytes) {
  const end = bytes.indexOf(10);
  const head = parsed(bytes.subarray(0, end));
  /** @type {Shard["entries"]} */
  const entries = new Map();
  let at = end + 1;
  for (let entry = 0; entry < head.length; entry += 1 + FIELDS) {
    const bounds = [at];
    for (let field = 1; field <= FIELDS; field++) bounds.push((at += head[entry + field]));
    entries.set(head[entry], bounds);
  }
  return { bytes, entries };
}

/** The documents that have a gram in a field, ascending. @param {string} gram @param {number} field @param {Shard} [shard] */
function listOf(gram, field, shard) {
  const bounds = shard?.entries.get(gram);
  return shard && bounds ? decoded(shard.bytes, bounds[field], bounds[field + 1]) : [];
}
