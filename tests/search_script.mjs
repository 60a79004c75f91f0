// Runs the search scripts of a site over an index on disk. Arguments: the folder of the scripts, the index's folder,
// the program's work as the body of an async function of `search` (the scripts' functions), `open` and `given`.
// `open` opens the index anew, with nothing fetched; `open.bytes` are those fetched since, each file once, by `open.read`.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inflateSync } from "node:zlib";

const [scripts, folder, program] = process.argv.slice(2);
const modules = ["search-text.js", "search-index.js", "search-answer.js", "search-table.js"];
const search = Object.assign({}, ...(await Promise.all(modules.map((name) => import(pathToFileURL(join(scripts, name)).href)))));

async function open() {
  open.bytes = 0;
  return new search.SearchIndex(search.parsed(await open.read("index.bin")), open.read);
}

open.read = async (/** @type {string} */ address) => {
  const written = readFileSync(join(folder, address.replace(/\?.*/, "")));
  open.bytes += written.length;
  return new Uint8Array(inflateSync(written));
};

const AsyncFunction = Object.getPrototypeOf(open).constructor;
const run = new AsyncFunction("search", "open", "given", program);
process.stdout.write(JSON.stringify(await run(search, open, JSON.parse(readFileSync(0, "utf-8")))));
