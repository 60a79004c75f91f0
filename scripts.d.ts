// What workdays.js and edition.js, classic scripts, give to the scripts that come after them.
type WorkCalendar = import("./site_templates/theme/assets/workdays.js").WorkCalendar;
type Due = import("./site_templates/theme/assets/workdays.js").Due;
type Standing = import("./site_templates/theme/assets/workdays.js").Standing;

declare const muluWorkdays: {
  isDay(text: string): boolean;
  addWorkingDays(calendar: WorkCalendar, start: string, days: number): Due;
  addMonths(calendar: WorkCalendar, start: string, months: number): Due;
  standing(calendar: WorkCalendar, last: string | null, extended: boolean, today: string): Standing;
  dayInChina(now: Date): string;
};

interface Edition {
  commit: string | null;
  committed_on: string | null;
  altered: boolean | null;
  today: string;
}

declare const muluEdition: Promise<Edition | null>;
