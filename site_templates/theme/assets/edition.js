// @ts-check
// Which commit and day the site shows: fetched, since a page is rewritten only when what it says itself changes.

/** What `edition.json` says; `null` where it cannot be read.
 * @type {Promise<Edition | null>} */
const muluEdition = (async (src) => {
  try {
    const answer = await fetch(new URL("edition.json", src), { cache: "no-cache" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
})(/** @type {HTMLScriptElement} */ (document.currentScript).src);

(() => {
  /** @param {string} day */
  function time(day) {
    const [year, month, date] = day.split("-").map(Number);
    const shown = document.createElement("time");
    shown.dateTime = day;
    shown.textContent = `${year}年${month}月${date}日`;
    return shown;
  }

  async function say() {
    const edition = await muluEdition;
    const place = document.getElementById("mulu-edition");
    if (!edition || !place) return;
    /** @type {(string | Node)[]} */
    const words = ["所示内容：提交"];
    if (edition.commit && edition.committed_on) {
      const commit = document.createElement("code");
      commit.textContent = edition.commit.slice(0, 12);
      words.push(" ", commit, "（", time(edition.committed_on), edition.altered ? "），另含尚未提交的修改" : "）");
    } else words.push("未知");
    place.replaceChildren(...words, "；截至 ", time(edition.today), "。");
  }

  document.addEventListener("DOMContentLoaded", () => void say());
})();
