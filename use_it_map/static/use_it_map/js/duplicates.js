/* Tells, while a place is entered, which one it may be already. */
(() => {
  const PAUSE_MS = 500;

  class Duplicates extends window.StimulusModule.Controller {
    static targets = ['list'];

    static values = { url: String, title: String, latitude: String, longitude: String, away: String };

    connect() {
      this.fields = {
        title: document.getElementById(this.titleValue),
        latitude: document.getElementById(this.latitudeValue),
        longitude: document.getElementById(this.longitudeValue),
      };
      this.later = () => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.ask(), PAUSE_MS);
      };
      Object.values(this.fields).forEach((field) => {
        field?.addEventListener('input', this.later);
        field?.addEventListener('change', this.later);
      });
      this.ask();
    }

    disconnect() {
      clearTimeout(this.timer);
    }

    async ask() {
      const address = new URL(this.urlValue, document.baseURI);
      Object.entries(this.fields).forEach(([name, field]) =>
        address.searchParams.set(name, field?.value ?? ''),
      );
      this.asked = address.href;
      try {
        const response = await fetch(address, { headers: { Accept: 'application/json' } });
        const { results } = await response.json();
        if (this.asked === address.href) this.show(results);
      } catch {
        this.show([]); // a hint only
      }
    }

    show(results) {
      this.element.hidden = !results.length;
      this.listTarget.replaceChildren(
        ...results.map(({ title, metres, url }) => {
          const link = document.createElement('a');
          link.href = url;
          link.target = '_blank';
          link.textContent = title;
          const item = document.createElement('li');
          item.append(link, ` (${this.awayValue.replace('%s', metres)})`);
          return item;
        }),
      );
    }
  }

  window.wagtail.app.register('vitej-duplicates', Duplicates);
})();
