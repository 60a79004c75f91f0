// @ts-check
// A list of thousands of rows of which only those in sight stand in the page: in blocks, with gaps where others belong.
// A gap is as high as its blocks were when they were last seen, or as the first one was.

/** How a view shows rows: `box` holds blocks and gaps. @template Row
 * @typedef {{box: HTMLElement, block: (rows: Row[], from: number, total: number) => HTMLElement, gap: (height: number) => HTMLElement}} Frame */

const BEYOND = 0.5; // of a screen, above and below, that is there before it is seen
const MOST_KEPT = 300; // blocks whose rows are kept
const REST = 250; // milliseconds without scrolling after which the place is told

/** @template Row */
export class RowList {
  total = 0;
  /** @type {Frame<Row> | null} */
  #frame = null;
  /** @type {Map<number, Row[]>} */
  #rows = new Map();
  /** @type {Map<number, HTMLElement>} */
  #blocks = new Map();
  /** @type {Map<number, number>} */
  #heights = new Map();
  /** @type {HTMLElement[]} */
  #gaps = [];
  #window = 1;
  #guess = 0;
  #width = innerWidth;
  #isPainting = false;
  /** @type {number | null} */
  #asked = null;
  /** @type {{at: number, isFocus: boolean} | null} */
  #goal = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #resting;

  /** `ask` is called for the rows from a number on, `tell` with the first row in sight where scrolling came to rest.
   * @param {{ask: (from: number) => void, tell: (at: number) => void, top: () => number}} options `top` is how much of
   *   the screen's top is covered */
  constructor({ ask, tell, top }) {
    this.ask = ask;
    this.tell = tell;
    this.top = top;
    addEventListener("scroll", () => this.#scrolled(), { passive: true });
    addEventListener("resize", () => this.#resized());
  }

  /** Begin anew with the first rows of an answer, `window` of which come at a time.
   * @param {Frame<Row>} frame @param {{total: number, window: number, from: number, rows: Row[]}} answer */
  show(frame, { total, window, from, rows }) {
    [this.#rows, this.#blocks, this.#heights, this.#gaps] = [new Map(), new Map(), new Map(), []];
    [this.#frame, this.total, this.#window, this.#guess, this.#asked, this.#goal] = [frame, total, window, 0, null, null];
    this.#keep(from, rows);
    this.#paint([from / window]);
  }

  /** Rows that were asked for. @param {number} from @param {Row[]} rows */
  put(from, rows) {
    this.#asked = null;
    this.#keep(from, rows);
    this.#paint();
    this.#rest();
  }

  /** Rows that were asked for did not come: they are asked for again when the list is next scrolled. */
  missed() {
    this.#asked = null;
  }

  /** Bring a row to the top of the screen, and give it the focus. @param {number} at @param {boolean} isFocus */
  go(at, isFocus) {
    this.#goal = { at: Math.max(0, Math.min(at, this.total - 1)), isFocus };
    if (!this.#reach()) {
      const box = /** @type {Frame<Row>} */ (this.#frame).box.getBoundingClientRect();
      scrollTo({ top: scrollY + box.top + this.#offset(Math.floor(this.#goal.at / this.#window)) - this.top(), behavior: "instant" });
      this.#paint();
    }
  }

  /** Number of the row that holds an element; -1 when none does. @param {Element | null} element */
  rowOf(element) {
    const row = element?.closest("[data-at]");
    return row instanceof HTMLElement ? Number(row.dataset.at) : -1;
  }

  /** The first row in sight; 0 before the list is scrolled. */
  first() {
    const top = this.top();
    if (!this.#frame || this.#frame.box.getBoundingClientRect().top >= 0) return 0;
    for (const block of [...this.#blocks.keys()].sort((one, other) => one - other)) {
      for (const row of this.#blocks.get(block)?.querySelectorAll("[data-at]") ?? []) {
        if (row.getBoundingClientRect().bottom > top + 1) return this.rowOf(row);
      }
    }
    return 0;
  }

  #scrolled() {
    if (!this.#frame?.box.isConnected) return;
    this.#rest();
    if (this.#isPainting) return;
    this.#isPainting = true;
    requestAnimationFrame(() => {
      this.#isPainting = false;
      this.#paint();
    });
  }

  /** Tell the place when nothing moves any more; while rows are still to come it is not known. */
  #rest() {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#asked === null && this.tell(this.first()), REST);
  }

  #resized() {
    if (innerWidth === this.#width || !this.#frame?.box.isConnected) return;
    const at = this.first();
    this.#width = innerWidth;
    this.#heights.clear();
    this.#guess = 0;
    this.#measure();
    this.#paint();
    if (at > 0) this.go(at, false);
  }

  /** @param {number} from @param {Row[]} rows */
  #keep(from, rows) {
    this.#rows.set(from / this.#window, rows);
    for (const block of this.#rows.keys()) {
      if (this.#rows.size <= MOST_KEPT) break;
      if (!this.#blocks.has(block) && block !== from / this.#window) this.#rows.delete(block);
    }
  }

  /** @param {number} block */
  #height(block) {
    const rows = Math.min(this.#window, this.total - block * this.#window);
    return this.#heights.get(block) ?? (this.#guess * rows) / this.#window;
  }

  /** @param {number} block how far below the first one it begins @param {number} [after] the first one */
  #offset(block, after = 0) {
    let height = 0;
    for (let one = after; one < block; one++) height += this.#height(one);
    return height;
  }

  get #count() {
    return Math.ceil(this.total / this.#window);
  }

  /** The blocks in sight and near it, and the one that has the focus. */
  #wanted() {
    const { box } = /** @type {Frame<Row>} */ (this.#frame);
    const top = box.getBoundingClientRect().top;
    const [low, high] = [-top - BEYOND * innerHeight, -top + (1 + BEYOND) * innerHeight];
    const wanted = new Set();
    for (let [block, at] = [0, 0]; block < this.#count && at < high; block++) {
      at += this.#height(block);
      if (at > low) wanted.add(block);
    }
    const focused = box.contains(document.activeElement) ? this.rowOf(document.activeElement) : -1;
    if (focused >= 0) wanted.add(Math.floor(focused / this.#window));
    return wanted;
  }

  /** @param {number[]} [given] blocks to be there whatever is in sight */
  #paint(given) {
    if (!this.#frame || this.total === 0) return;
    const wanted = given ? new Set(given) : this.#wanted();
    const missing = [...wanted].find((block) => !this.#rows.has(block));
    if (missing !== undefined && this.#asked === null) {
      this.#asked = missing;
      this.ask(missing * this.#window);
    }
    const isSame = this.#blocks.size > 0 && [...wanted].every((block) => this.#blocks.has(block) || !this.#rows.has(block)) && [...this.#blocks.keys()].every((block) => wanted.has(block));
    if (!isSame) this.#place([...wanted].filter((block) => this.#rows.has(block)).sort((one, other) => one - other));
    this.#reach();
    if (given) this.#paint();
  }

  /** Let just these blocks stand in the box, gaps between them; what stands there is not touched, so keeps its focus.
   * @param {number[]} present */
  #place(present) {
    const frame = /** @type {Frame<Row>} */ (this.#frame);
    for (const [block, element] of this.#blocks) {
      if (present.includes(block)) continue;
      element.remove();
      this.#blocks.delete(block);
    }
    let place = [...this.#blocks.entries()].sort(([one], [other]) => one - other);
    for (const block of present) {
      if (this.#blocks.has(block)) continue;
      const made = frame.block(this.#rows.get(block) ?? [], block * this.#window, this.total);
      const next = place.find(([other]) => other > block)?.[1];
      if (next) next.before(made);
      else frame.box.append(made);
      this.#blocks.set(block, made);
      place = [...this.#blocks.entries()].sort(([one], [other]) => one - other);
    }
    this.#fill();
    const guess = this.#guess;
    this.#measure();
    if (guess === 0) this.#fill();
  }

  /** Put the gaps where blocks are missing. */
  #fill() {
    const frame = /** @type {Frame<Row>} */ (this.#frame);
    for (const gap of this.#gaps) gap.remove();
    this.#gaps = [];
    let next = 0;
    for (const block of [...[...this.#blocks.keys()].sort((one, other) => one - other), this.#count]) {
      const height = this.#offset(block, next);
      if (height > 0) {
        const gap = frame.gap(height);
        const before = this.#blocks.get(block);
        if (before) before.before(gap);
        else frame.box.append(gap);
        this.#gaps.push(gap);
      }
      next = block + 1;
    }
  }

  #measure() {
    for (const [block, element] of this.#blocks) {
      const height = element.getBoundingClientRect().height;
      this.#heights.set(block, height);
      if (this.#guess === 0 && height > 0) this.#guess = (height / element.querySelectorAll("[data-at]").length) * this.#window;
    }
  }

  /** Come to the row that is to be reached, if it stands there; whether there is nothing more to do. */
  #reach() {
    const goal = this.#goal;
    const row = goal && this.#frame?.box.querySelector(`[data-at="${goal.at}"]`);
    if (!goal || !row) return goal === null;
    this.#goal = null;
    if (goal.isFocus) /** @type {HTMLElement | null} */ (row.querySelector("a"))?.focus();
    else scrollTo({ top: scrollY + row.getBoundingClientRect().top - this.top(), behavior: "instant" });
    return true;
  }
}
