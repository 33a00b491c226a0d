/* Opening hours: the text as OpenStreetMap has it, and what the weekly grid shows of it.

   A grid is {week: {Mo: row, …, Su: row}, seasons: [season], holidays: row | null,
   dates: [date]}. A row is {spans: [["08:00", "12:00"], …], appointment: bool}; one
   without spans is closed, or by appointment all day. A season is a row with `from` and
   `to` ({month, day}, 1 to 12 and 1 to 31) and `days`, on which it holds; a date is a
   row with `from`, `to` and perhaps `year`. A later one goes before an earlier one. */
(() => {
  const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
  const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
  const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const APPOINTMENT = 'unknown "by appointment"';

  const closed = () => ({ spans: [], appointment: false });
  const isClosed = (row) => !row.spans.length && !row.appointment;
  const empty = () => ({
    week: Object.fromEntries(DAYS.map((day) => [day, closed()])),
    seasons: [],
    holidays: null,
    dates: [],
  });
  const copy = (row) => ({
    spans: row.spans.map((span) => [...span]),
    appointment: row.appointment,
  });
  const same = (a, b) => JSON.stringify(copy(a)) === JSON.stringify(copy(b));

  /* Return a time as 08:00 of what somebody wrote: 8, 800, 8.00, 8:00; or null. */
  function time(written) {
    const found = /^\s*(\d{1,2})(?:\s*[:.,h]?\s*(\d{2}))?\s*$/.exec(written);
    if (!found) return null;
    const [hours, minutes] = [Number(found[1]), Number(found[2] ?? 0)];
    if (minutes > 59 || hours > 24 || (hours === 24 && minutes)) return null;
    return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
  }

  // From a grid to the text.

  function hours(row) {
    const spans = row.spans.map(([from, to]) => `${from}-${to}`).join(',');
    if (!row.appointment) return spans || 'off';
    return spans ? `${spans} ${APPOINTMENT}` : APPOINTMENT;
  }

  function dayList(days) {
    const runs = [];
    days.forEach((day) => {
      const at = DAYS.indexOf(day);
      const run = runs[runs.length - 1];
      if (run && run[1] === at - 1) run[1] = at;
      else runs.push([at, at]);
    });
    return runs
      .flatMap(([from, to]) => {
        if (from === to) return [DAYS[from]];
        const joint = to === from + 1 ? ',' : '-';
        return [`${DAYS[from]}${joint}${DAYS[to]}`];
      })
      .join(',');
  }

  const two = (number) => String(number).padStart(2, '0');
  const dayText = ({ month, day }) => `${MONTHS[month - 1]} ${two(day)}`;

  function range({ from, to, year }) {
    const ahead = year ? `${year} ` : '';
    if (from.month === to.month && from.day === to.day) return ahead + dayText(from);
    if (from.month === to.month && from.day < to.day) {
      return `${ahead}${dayText(from)}-${two(to.day)}`;
    }
    const over = to.month < from.month || (to.month === from.month && to.day < from.day);
    const next = year && over ? `${year + 1} ` : '';
    return `${ahead}${dayText(from)}-${next}${dayText(to)}`;
  }

  function weekRules(week) {
    const open = DAYS.filter((day) => !isClosed(week[day]));
    const groups = [];
    open.forEach((day) => {
      const group = groups.find((each) => same(each.row, week[day]));
      if (group) group.days.push(day);
      else groups.push({ row: week[day], days: [day] });
    });
    return groups.map(({ row, days }) => {
      if (days.length < DAYS.length) return `${dayList(days)} ${hours(row)}`;
      const rule = hours(row);
      if (rule === APPOINTMENT) return rule;
      return rule === '00:00-24:00' ? '24/7' : `Mo-Su ${rule}`;
    });
  }

  function write(grid) {
    const rules = weekRules(grid.week);
    grid.seasons.forEach((season) => {
      const days = season.days.length < DAYS.length ? `${dayList(season.days)} ` : '';
      rules.push(`${range(season)} ${days}${hours(season)}`);
    });
    if (grid.holidays) rules.push(`PH ${hours(grid.holidays)}`);
    grid.dates.forEach((date) => rules.push(`${range(date)} ${hours(date)}`));
    return rules.join('; ');
  }

  // From the text to a grid.

  const DAY = '(?:Mo|Tu|We|Th|Fr|Sa|Su)';
  const MONTH = `(?:${MONTHS.join('|')})`;
  const SPAN = '\\d{1,2}:\\d{2}\\s*-\\s*\\d{1,2}:\\d{2}';
  const RULE = new RegExp(
    `^(?:(?<year>\\d{4})\\s+)?(?<range>${MONTH}(?:\\s+\\d{1,2})?` +
      `(?:\\s*-\\s*(?:\\d{4}\\s+)?(?:${MONTH}(?:\\s+\\d{1,2})?|\\d{1,2}))?)?\\s*:?\\s*` +
      `(?<days>(?:${DAY}(?:\\s*-\\s*${DAY})?|PH)(?:\\s*,\\s*(?:${DAY}(?:\\s*-\\s*${DAY})?|PH))*)?\\s*` +
      `(?<spans>24/7|${SPAN}(?:\\s*,\\s*${SPAN})*)?\\s*` +
      '(?<state>off|closed|open|unknown)?\\s*(?:"(?<comment>[^"]*)")?$',
    'i',
  );

  const proper = (word) => word[0].toUpperCase() + word.slice(1).toLowerCase();

  function readDays(text) {
    const found = [];
    text.split(',').forEach((part) => {
      const [first, last] = part.split('-').map((each) => each.trim());
      if (first.toUpperCase() === 'PH') {
        found.push('PH');
        return;
      }
      let at = DAYS.indexOf(proper(first));
      const end = last ? DAYS.indexOf(proper(last)) : at;
      found.push(DAYS[at]);
      while (at !== end) {
        at = (at + 1) % 7;
        found.push(DAYS[at]);
      }
    });
    return found;
  }

  function readDate(text, month) {
    const [, name, day] = /^([A-Za-z]{3})?\s*(\d{1,2})?$/.exec(text.trim());
    const number = name ? MONTHS.indexOf(proper(name)) + 1 : month;
    return { month: number, day: day ? Number(day) : null };
  }

  function readRange(text, year) {
    const [first, second] = text.split('-');
    const [, nextYear, last] = /^\s*(?:(\d{4})\s+)?(.+)$/.exec(second ?? '') ?? [];
    const from = readDate(first);
    const to = last ? readDate(last, from.month) : { ...from };
    const over = to.month < from.month || (to.month === from.month && to.day < from.day);
    // A year at the end must be the one that the range runs into.
    const ends = Number(year) + (over ? 1 : 0);
    if (nextYear ? Number(nextYear) !== ends : year && over) return null;
    const whole = from.day === null;
    if (whole !== (to.day === null)) return null;
    const both = [{ ...from, day: from.day ?? 1 }, { ...to }];
    // A whole February ends on its 29th where there is none, too.
    both[1].day = to.day ?? LENGTHS[to.month - 1];
    const sound = both.every(({ month, day }) => day >= 1 && day <= LENGTHS[month - 1]);
    return sound ? { from: both[0], to: both[1], whole } : null;
  }

  function readSpans(text) {
    if (!text) return [];
    if (text === '24/7') return [['00:00', '24:00']];
    const spans = text.split(',').map((span) => span.split('-').map(time));
    return spans.every(([from, to]) => from && to && from !== '24:00' && from !== to)
      ? spans
      : null;
  }

  function readRow({ spans, state, comment, days, range: dates }) {
    // Days without times are open from midnight to midnight.
    const bare = !spans && !state && comment === undefined && (days || dates);
    const read = readSpans(bare ? '24/7' : spans);
    const word = (state ?? '').toLowerCase();
    if (!read) return null;
    if (comment !== undefined) {
      const known = comment.trim().toLowerCase() === 'by appointment';
      return known && word === 'unknown' ? { spans: read, appointment: true } : null;
    }
    if (word === 'off' || word === 'closed') return read.length ? null : closed();
    if (word === 'unknown' || !read.length) return null;
    return { spans: read, appointment: false };
  }

  /* Put a rule into the grid; return false if the grid can't show it. */
  function place(grid, found, seen) {
    const row = readRow(found);
    if (!row) return false;
    const days = found.days ? readDays(found.days) : null;
    if (found.range) return placeRange(grid, found, row, days, seen);
    if (found.year) return false;
    if (days && days.every((day) => day === 'PH')) {
      if (seen.dates || seen.holidays) return false;
      seen.holidays = true;
      grid.holidays = row;
      return true;
    }
    // What comes before a rule for weekdays would be overridden by it.
    if (seen.dates || seen.holidays || seen.seasons) return false;
    (days ?? DAYS).forEach((day) => {
      if (day === 'PH') {
        seen.holidays = true;
        grid.holidays = copy(row);
      } else grid.week[day] = copy(row);
    });
    return true;
  }

  function placeRange(grid, found, row, days, seen) {
    const ends = readRange(found.range, found.year);
    if (!ends || days?.includes('PH')) return false;
    const { from, to, whole } = ends;
    const late = seen.holidays && !grid.seasonsAhead;
    const isSeason = !found.year && (days || (whole && !late) || grid.seasonsAhead);
    if (isSeason) {
      if (seen.dates || seen.holidays) return false;
      seen.seasons = true;
      const sorted = DAYS.filter((day) => !days || days.includes(day));
      grid.seasons.push({ ...row, from, to, days: sorted });
      return true;
    }
    if (days) return false;
    seen.dates = true;
    const year = found.year ? Number(found.year) : null;
    grid.dates.push({ ...row, from, to, year });
    return true;
  }

  /* Return the grid that shows a text, or null if none can show all of it. */
  function read(text) {
    const grid = empty();
    const seen = {};
    const rules = text.split(';').map((rule) => rule.trim());
    if (rules.length === 1 && !rules[0]) return grid;
    const all = rules.map((rule) => (rule ? RULE.exec(rule)?.groups : null));
    if (!all.every(Boolean)) return null;
    // What stands before the holidays, or before a season, is a season itself.
    const seasonsEnd = all.reduce((end, { range: dates, days }, at) => {
      const ends = dates ? Boolean(days) : /^PH$/i.test(days ?? '');
      return ends ? at : end;
    }, 0);
    for (let at = 0; at < all.length; at += 1) {
      grid.seasonsAhead = at < seasonsEnd;
      if (!place(grid, all[at], seen)) return null;
    }
    delete grid.seasonsAhead;
    return grid;
  }

  window.vitejHours = { DAYS, MONTHS, LENGTHS, closed, copy, empty, read, time, write };
})();
