// @ts-check
// Working days in the reader's browser: the same answers as the program's, from the calendar that the build wrote.
// Pure functions over that calendar; no clock but the one handed in. Days are texts like 2026-09-28.

/** Years by number with their source; arranged days with the place of their kind in KINDS and their reason.
 * @typedef {{years: Record<string, string>, days: Record<string, [number, string]>}} WorkCalendar */
/** @typedef {{day: string, kind: string, reason: string}} CalendarDay */
/** @typedef {{start_on: string, days: number, due_on: string | null, provisional: boolean, not_before: string | null,
 *   explanation: CalendarDay[]}} Due */
/** @typedef {{state: string, days_left: number | null, text: string}} Standing */

const muluWorkdays = (() => {
  const WORKDAY = "工作日";
  const WEEKEND = "周末";
  const HOLIDAY = "放假";
  const MAKE_UP = "调休上班";
  const UNKNOWN = "未知";
  const KINDS = [WORKDAY, WEEKEND, HOLIDAY, MAKE_UP];
  const WEEKDAYS = "日一二三四五六";
  const ONE_DAY = 86_400_000;
  const SOON_DAYS = 3;
  const MOST_DAYS = 1000;

  /** @param {string} day */
  const numberOf = (day) => Date.parse(`${day}T00:00:00Z`) / ONE_DAY;

  /** @param {number} number */
  const dayOf = (number) => new Date(number * ONE_DAY).toISOString().slice(0, 10);

  /** Whether a text is a day that exists. @param {string} text */
  function isDay(text) {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(numberOf(text)) && dayOf(numberOf(text)) === text;
  }

  /** What a day is. @param {WorkCalendar} calendar @param {string} day @returns {CalendarDay} */
  function calendarDay(calendar, day) {
    const year = String(Number(day.slice(0, 4)));
    if (!Object.hasOwn(calendar.years, year)) return { day, kind: UNKNOWN, reason: `${year}年的放假通知尚未登记` };
    if (Object.hasOwn(calendar.days, day)) {
      const [kind, reason] = calendar.days[day];
      return { day, kind: KINDS[kind], reason };
    }
    const weekday = (numberOf(day) + 4) % 7; // 1970-01-01 was a Thursday
    return { day, kind: weekday % 6 === 0 ? WEEKEND : WORKDAY, reason: `星期${WEEKDAYS[weekday]}` };
  }

  /** Whether work is done on a day; null when unknown. @param {WorkCalendar} calendar @param {string} day */
  function isWorking(calendar, day) {
    const { kind } = calendarDay(calendar, day);
    return kind === UNKNOWN ? null : kind === WORKDAY || kind === MAKE_UP;
  }

  /** The day so many working days (from 1) after a start, which is not counted; null while the calendar is unknown.
   * @param {WorkCalendar} calendar @param {string} start @param {number} days @returns {Due} */
  function addWorkingDays(calendar, start, days) {
    if (!isDay(start) || !Number.isInteger(days) || days < 1 || days > MOST_DAYS) throw new RangeError("no such period");
    /** @type {CalendarDay[]} */
    const explanation = [];
    let counted = 0;
    for (let number = numberOf(start) + 1; ; number += 1) {
      const passed = calendarDay(calendar, dayOf(number));
      if (passed.kind !== WORKDAY || Object.hasOwn(calendar.days, passed.day)) explanation.push(passed);
      if (passed.kind === UNKNOWN) {
        return { start_on: start, days, due_on: null, provisional: true, not_before: passed.day, explanation };
      }
      if (passed.kind === WORKDAY || passed.kind === MAKE_UP) counted += 1;
      if (counted === days) {
        return { start_on: start, days, due_on: passed.day, provisional: false, not_before: null, explanation };
      }
    }
  }

  /** The same day so many months later, or the month's last, moved on to a working day.
   * @param {WorkCalendar} calendar @param {string} start @param {number} months @returns {Due} */
  function addMonths(calendar, start, months) {
    const [year, month, day] = start.split("-").map(Number);
    const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
    const nominal = Date.UTC(year, month - 1 + months, Math.min(day, last)) / ONE_DAY;
    return addWorkingDays(calendar, dayOf(nominal - 1), 1);
  }

  /** Working days after one day and up to another, inclusive; negative when it lies before, null when unknown.
   * @param {WorkCalendar} calendar @param {string} after @param {string} until @returns {number | null} */
  function workingDaysBetween(calendar, after, until) {
    if (until < after) {
      const count = workingDaysBetween(calendar, until, after);
      return count ? -count : count;
    }
    let count = 0;
    for (let number = numberOf(after) + 1; number <= numberOf(until); number += 1) {
      const working = isWorking(calendar, dayOf(number));
      if (working === null) return null;
      if (working) count += 1;
    }
    return count;
  }

  /** Where an open deadline stands on the reader's day; `last` is its last day, null while provisional.
   * @param {WorkCalendar} calendar @param {string | null} last @param {boolean} extended @param {string} today
   * @returns {Standing} */
  function standing(calendar, last, extended, today) {
    if (last === null) return { state: "暂定", days_left: null, text: "暂定" };
    const left = workingDaysBetween(calendar, today, last);
    if (today > last) {
      const late = left === null ? "，天数待放假通知登记后计算" : left === 0 ? "不足 1 个工作日" : ` ${-left} 个工作日`;
      return { state: "已逾期", days_left: left, text: `已逾期${late}` };
    }
    if (today === last) return { state: "今日到期", days_left: 0, text: "今日到期" };
    const state = left !== null && left <= SOON_DAYS ? "即将到期" : extended ? "已延期" : "未到期";
    return { state, days_left: left, text: left === null ? state : `${state}，还有 ${left} 个工作日` };
  }

  /** The day it is in China at an instant, wherever the reader is. @param {Date} now */
  function dayInChina(now) {
    return dayOf(Math.floor((now.getTime() + 8 * 3_600_000) / ONE_DAY));
  }

  return { isDay, calendarDay, isWorking, addWorkingDays, addMonths, workingDaysBetween, standing, dayInChina };
})();

if (typeof module === "object") module.exports = muluWorkdays;
