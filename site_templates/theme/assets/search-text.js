// @ts-check
// The form in which queries and texts are compared, and the grams of a query, as in generator/search/text.py.

/** @typedef {{text: string, isHit: boolean}[]} Pieces */

const LONGEST_QUERY = 100;
const LONGEST_GRAM = 6;
const BLANK = /[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]+/g;

/** @param {string} text */
const plain = (text) => text.normalize("NFKC").toLowerCase();

/** @param {string} text */
export const folded = (text) => plain(text).replace(BLANK, " ").replace(/^ +| +$/g, "");

/** @param {string} query */
export function termsOf(query) {
  const words = folded(Array.from(query).slice(0, LONGEST_QUERY).join("")).split(" ");
  return [...new Set(words.filter((word) => word))];
}

/** Grams that cover a word: sixes side by side or one shorter where it is Latin, else every pair.
 * @param {string} term */
export function gramsOf(term) {
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
export const startGram = (term) => "\x02" + Array.from(term).slice(0, 2).join("");

/** @param {string} text */
export function wholeGram(text) {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return "\x03" + String.fromCharCode(0x4e00 + (value % 8192));
}

/** The characters of a text, those together that become others together, such as a letter and its accent; most texts
 * have none. @param {string} text */
function lettersOf(text) {
  const characters = Array.from(text);
  if (characters.map(plain).join("") === plain(text)) return characters;
  /** @type {string[]} */
  const letters = [];
  for (const character of characters) {
    const last = letters[letters.length - 1] ?? "";
    if (plain(last + character) === plain(last) + plain(character)) letters.push(character);
    else letters[letters.length - 1] += character;
  }
  return letters;
}

/** A text cut where words of the query stand in it. @param {string} text @param {string[]} terms @returns {Pieces} */
export function pieces(text, terms) {
  const letters = lettersOf(text);
  let searched = "";
  /** @type {number[]} */
  const origin = [];
  letters.forEach((letter, at) => {
    const one = plain(letter).replace(BLANK, " ");
    searched += one;
    for (let unit = 0; unit < one.length; unit++) origin.push(at);
  });
  const isHit = letters.map(() => false);
  for (const term of terms) {
    for (let at = searched.indexOf(term); at >= 0; at = searched.indexOf(term, at + term.length)) {
      isHit.fill(true, origin[at], origin[at + term.length - 1] + 1);
    }
  }
  /** @type {Pieces} */
  const cut = [];
  letters.forEach((letter, at) => {
    const last = cut[cut.length - 1];
    if (last && last.isHit === isHit[at]) last.text += letter;
    else cut.push({ text: letter, isHit: isHit[at] });
  });
  return cut;
}

/** The part of a long text around the first word found in it. @param {string} text @param {string[]} terms */
export function excerpt(text, terms) {
  const [before, after] = [24, 96];
  const cut = pieces(text, terms);
  const first = cut.findIndex(({ isHit }) => isHit);
  const at = first > 0 ? Array.from(cut.slice(0, first).map((piece) => piece.text).join("")).length : 0;
  const characters = Array.from(text);
  const start = at > after / 2 ? at - before : 0;
  const part = characters.slice(start, start + before + after).join("");
  return pieces((start > 0 ? "…" : "") + part + (start + before + after < characters.length ? "…" : ""), terms);
}
