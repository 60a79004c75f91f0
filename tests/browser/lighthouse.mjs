// Lighthouse's scores of pages, as JSON by address: `node lighthouse.mjs BROWSER FLAGS ADDRESS…`; FLAGS is a JSON list.
// A phone on a slow line, simulated as Lighthouse does by itself; what holds a score down stands beside it.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const CATEGORIES = ["performance", "accessibility", "best-practices"];
const [browser, flags, ...addresses] = process.argv.slice(2);
const chrome = await launch({ chromePath: browser, chromeFlags: ["--headless=new", ...JSON.parse(flags)] });
const scores = {};
try {
  for (const address of addresses) {
    const { lhr } = await lighthouse(address, { port: chrome.port, onlyCategories: CATEGORIES, output: "json" });
    const low = Object.values(lhr.audits).filter(({ score }) => score !== null && score < 0.9);
    scores[address] = {
      scores: Object.fromEntries(CATEGORIES.map((name) => [name, lhr.categories[name].score])),
      low: low.map(({ id, score, displayValue }) => `${id} ${score} ${displayValue ?? ""}`),
    };
  }
} finally {
  await chrome.kill();
}
console.log(JSON.stringify(scores));
