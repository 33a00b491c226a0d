/* The weekly grid above a field with opening hours; the field's text is what is kept.

   The grid writes the text with each change. A text that it can't show stays as it is. */
(() => {
  const { DAYS, MONTHS, LENGTHS, closed, copy, read, time, write } =
    window.vitejHours;

  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => {
      if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
      else if (value === true) element.setAttribute(key, '');
      else if (value !== false && value !== null) element.setAttribute(key, value);
    });
    element.append(...children.filter((child) => child !== null));
    return element;
  }

  class Editor extends window.StimulusModule.Controller {
    static targets = ['grid', 'text', 'note'];

    static values = { texts: Object };

    connect() {
      this.textTarget.addEventListener('input', () => this.show());
      this.show();
    }

    /* Show what the text says, or that the grid can't. */
    show() {
      this.grid = read(this.textTarget.value);
      this.draw();
      if (!this.grid) this.say(this.textsValue.raw, true);
      else this.say(this.textTarget.value.trim() ? '' : this.textsValue.unknown);
    }

    say(text, isWarning = false) {
      this.noteTarget.textContent = text;
      this.noteTarget.classList.toggle('vitej-hours__note--warning', isWarning);
    }

    /* Write the text anew; what has the focus keeps it. */
    keep() {
      this.textTarget.value = write(this.grid);
      this.textTarget.dispatchEvent(new Event('change', { bubbles: true }));
      this.say(this.textTarget.value ? '' : this.textsValue.unknown);
    }

    /* The same, and draw the grid anew; `focus` names what to go to. */
    change(focus) {
      this.keep();
      this.draw();
      this.gridTarget.querySelector(`[data-key="${focus}"]`)?.focus();
    }

    draw() {
      this.gridTarget.replaceChildren();
      this.gridTarget.hidden = !this.grid;
      if (!this.grid) return;
      const { textsValue: texts, grid } = this;
      this.gridTarget.append(
        make('h4', { class: 'w-label-3' }, texts.week),
        ...DAYS.map((day, at) => this.weekday(day, at)),
        make('h4', { class: 'w-label-3' }, texts.exceptions),
        this.holidays(),
        ...grid.seasons.map((season, at) => this.season(season, at)),
        ...grid.dates.map((date, at) => this.date(date, at)),
        make(
          'div',
          { class: 'vitej-hours__add' },
          this.button(texts.addSeason, 'season', () => this.addSeason()),
          this.button(texts.addDate, 'date', () => this.addDate()),
        ),
      );
    }

    button(label, key, act, name = label) {
      return make(
        'button',
        {
          type: 'button',
          class: 'button button-small button-secondary',
          'data-key': key,
          'aria-label': name,
          onclick: act,
        },
        label,
      );
    }

    row(label, key, value, ...more) {
      return make(
        'div',
        { class: 'vitej-hours__row', role: 'group', 'aria-label': label },
        ...more,
        this.hours(label, key, value),
      );
    }

    weekday(day, at) {
      const texts = this.textsValue;
      const name = texts.days[at];
      const above = at ? this.grid.week[DAYS[at - 1]] : null;
      const row = this.row(
        name,
        day,
        this.grid.week[day],
        make('span', { class: 'vitej-hours__name' }, name),
      );
      if (above) {
        const act = () => {
          this.grid.week[day] = copy(above);
          this.change(`${day}-same`);
        };
        const label = `${name}: ${texts.same}`;
        row.append(this.button(texts.sameShort, `${day}-same`, act, label));
      }
      return row;
    }

    /* The spans of a row, with buttons to add and remove them, and "by appointment". */
    hours(label, key, row) {
      const texts = this.textsValue;
      const add = () => {
        row.spans.push(row.spans.length ? ['13:00', '17:00'] : ['08:00', '16:00']);
        this.change(`${key}-${row.spans.length - 1}-from`);
      };
      const appointment = make('input', {
        type: 'checkbox',
        'data-key': `${key}-appointment`,
        'aria-label': `${label}: ${texts.appointment}`,
        onchange: (event) => {
          row.appointment = event.target.checked;
          this.change(`${key}-appointment`);
        },
      });
      appointment.checked = row.appointment;
      const none = row.appointment ? texts.allDay : texts.closed;
      return make(
        'div',
        { class: 'vitej-hours__spans' },
        row.spans.length ? null : make('span', { class: 'vitej-hours__closed' }, none),
        ...row.spans.map((span, at) => this.span(label, key, row, at)),
        this.button(texts.add, `${key}-add`, add, `${label}: ${texts.add}`),
        make('label', { class: 'vitej-hours__appointment' }, appointment, texts.appointment),
      );
    }

    span(label, key, row, at) {
      const texts = this.textsValue;
      const field = (end, name) =>
        make('input', {
          type: 'text',
          inputmode: 'numeric',
          autocomplete: 'off',
          size: 5,
          value: row.spans[at][end],
          'data-key': `${key}-${at}-${end ? 'to' : 'from'}`,
          'aria-label': `${label}, ${name}`,
          onchange: (event) => this.setTime(event.target, row, at, end),
        });
      const remove = () => {
        row.spans.splice(at, 1);
        this.change(`${key}-add`);
      };
      const [from, to] = row.spans[at];
      const late = make('small', { hidden: to > from }, texts.nextDay);
      const name = `${label}: ${texts.remove} ${from}–${to}`;
      return make(
        'span',
        { class: 'vitej-hours__span' },
        field(0, texts.opens),
        '–',
        field(1, texts.closes),
        late,
        this.button('×', `${key}-${at}-remove`, remove, name),
      );
    }

    setTime(field, row, at, end) {
      const entered = time(field.value);
      const span = row.spans[at];
      const wrong = !entered || entered === span[1 - end] || (!end && entered === '24:00');
      field.setAttribute('aria-invalid', String(wrong));
      if (wrong) {
        this.say(this.textsValue.badTime.replace('%s', field.value), true);
        return;
      }
      span[end] = entered;
      field.value = entered;
      field.parentElement.querySelector('small').hidden = span[1] > span[0];
      this.keep();
    }

    holidays() {
      const texts = this.textsValue;
      const { grid } = this;
      const state = !grid.holidays ? 'same' : 'own';
      const now = grid.holidays && !grid.holidays.spans.length && !grid.holidays.appointment;
      const choice = this.choice(
        texts.holidays,
        'PH-choice',
        [
          ['same', texts.holidaysSame],
          ['off', texts.holidaysOff],
          ['own', texts.holidaysOwn],
        ],
        now ? 'off' : state,
        (value) => {
          const own = { spans: [['09:00', '12:00']], appointment: false };
          grid.holidays = { same: null, off: closed(), own }[value];
          this.change('PH-choice');
        },
      );
      const name = make('span', { class: 'vitej-hours__name' }, texts.holidays);
      if (state === 'own' && !now) {
        return this.row(texts.holidays, 'PH', grid.holidays, name, choice);
      }
      return make(
        'div',
        { class: 'vitej-hours__row', role: 'group', 'aria-label': texts.holidays },
        name,
        choice,
      );
    }

    choice(label, key, options, value, act) {
      const select = make('select', {
        'data-key': key,
        'aria-label': label,
        onchange: (event) => act(event.target.value),
      });
      options.forEach(([each, text]) => select.append(new Option(text, each)));
      select.value = value;
      return select;
    }

    /* The first or last day of a season or date. */
    day(label, key, row, end) {
      const set = (part, value) => {
        const date = row[end];
        date[part] = Number(value);
        date.day = Math.min(date.day, LENGTHS[date.month - 1]);
        if (end === 'from' && row.single) row.to = { ...date };
        this.change(`${key}-${end}-${part}`);
      };
      const name = `${label}, ${this.textsValue[end]}`;
      const days = Array.from({ length: LENGTHS[row[end].month - 1] }, (_, at) => [
        String(at + 1),
        `${at + 1}.`,
      ]);
      const months = MONTHS.map((_, at) => [String(at + 1), this.textsValue.months[at]]);
      return make(
        'span',
        { class: 'vitej-hours__day' },
        `${this.textsValue[end]} `,
        this.choice(`${name}, ${this.textsValue.day}`, `${key}-${end}-day`, days, String(row[end].day), (value) => set('day', value)),
        this.choice(`${name}, ${this.textsValue.month}`, `${key}-${end}-month`, months, String(row[end].month), (value) => set('month', value)),
      );
    }

    removal(list, at, label, key) {
      const act = () => {
        list.splice(at, 1);
        this.change(key);
      };
      return this.button(this.textsValue.removeRow, `${key}-${at}-drop`, act, `${label}: ${this.textsValue.removeRow}`);
    }

    season(season, at) {
      const texts = this.textsValue;
      const label = `${texts.season} ${at + 1}`;
      const key = `season-${at}`;
      const boxes = DAYS.map((day, number) => {
        const box = make('input', {
          type: 'checkbox',
          'data-key': `${key}-${day}`,
          onchange: () => {
            const days = DAYS.filter((each) =>
              each === day ? box.checked : season.days.includes(each),
            );
            if (days.length) season.days = days;
            this.change(`${key}-${day}`);
          },
        });
        box.checked = season.days.includes(day);
        return make('label', {}, box, texts.days[number]);
      });
      return this.row(
        label,
        key,
        season,
        make('span', { class: 'vitej-hours__name' }, label),
        this.day(label, key, season, 'from'),
        this.day(label, key, season, 'to'),
        make('span', { class: 'vitej-hours__days', role: 'group', 'aria-label': texts.onDays }, ...boxes),
        this.removal(this.grid.seasons, at, label, 'season'),
      );
    }

    date(date, at) {
      const texts = this.textsValue;
      const label = `${texts.date} ${at + 1}`;
      const key = `date-${at}`;
      const year = make('input', {
        type: 'text',
        inputmode: 'numeric',
        size: 4,
        value: date.year ?? '',
        placeholder: texts.everyYear,
        'data-key': `${key}-year`,
        'aria-label': `${label}, ${texts.year}`,
        onchange: (event) => {
          const written = event.target.value.trim();
          const wrong = written && !/^20\d\d$/.test(written);
          event.target.setAttribute('aria-invalid', String(Boolean(wrong)));
          if (wrong) {
            this.say(texts.badYear.replace('%s', written), true);
            return;
          }
          date.year = written ? Number(written) : null;
          this.keep();
        },
      });
      return this.row(
        label,
        key,
        date,
        make('span', { class: 'vitej-hours__name' }, label),
        this.day(label, key, date, 'from'),
        this.day(label, key, date, 'to'),
        year,
        this.removal(this.grid.dates, at, label, 'date'),
      );
    }

    addSeason() {
      const [from, to] = [{ month: 7, day: 1 }, { month: 8, day: 31 }];
      const days = DAYS.slice(0, 5);
      const at = this.grid.seasons.push({ ...closed(), spans: [['09:00', '12:00']], from, to, days });
      this.change(`season-${at - 1}-from-day`);
    }

    addDate() {
      const day = { month: 12, day: 24 };
      const single = { from: day, to: { ...day }, single: true };
      const at = this.grid.dates.push({ ...closed(), ...single, year: null });
      this.change(`date-${at - 1}-from-day`);
    }
  }

  window.wagtail.app.register('vitej-hours', Editor);
})();
