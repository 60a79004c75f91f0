// @ts-check
// Open deadlines as they stand on the reader's day, not the build's: the badges of a page opened days later are
// corrected from the calendar that the build wrote, and say so. Needs workdays.js.

(() => {
  /** @type {Record<string, string>} */
  const TONES = { 已逾期: "late", 今日到期: "terms", 即将到期: "terms" };
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);

  /** @param {HTMLElement} badge @param {import("./workdays.js").WorkCalendar} calendar @param {string} today */
  function correct(badge, calendar, today) {
    const last = badge.dataset.due || "";
    const standing = muluWorkdays.standing(calendar, last, "extended" in badge.dataset, today);
    if (standing.text === badge.textContent) return;
    badge.textContent = standing.text;
    for (const name of [...badge.classList]) if (name.startsWith("mulu-tag--")) badge.classList.remove(name);
    badge.classList.add(`mulu-tag--${TONES[standing.state] || "plain"}`);
    const row = badge.closest("tr");
    if (row && "state" in row.dataset) row.dataset.state = standing.state;
    const note = document.createElement("span");
    note.className = "mulu-place mulu-corrected";
    const [year, month, day] = today.split("-").map(Number);
    note.textContent = `（按${year}年${month}月${day}日更新）`;
    badge.after(note);
  }

  async function correctAll() {
    const badges = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".mulu-tag[data-due]"));
    const built = document.querySelector("[data-built-on]")?.getAttribute("data-built-on");
    const today = muluWorkdays.dayInChina(new Date());
    if (!badges.length || !built || today <= built) return;
    const answer = await fetch(new URL("workdays.json", script.src));
    if (!answer.ok) return;
    const calendar = await answer.json();
    for (const badge of badges) correct(badge, calendar, today);
    document.dispatchEvent(new Event("mulu-clocks-corrected"));
  }

  document.addEventListener("DOMContentLoaded", () => void correctAll());
})();
