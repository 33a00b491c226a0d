/* The page of a city's map: its list and its map follow the filters together, and the
   list can begin with what is near. Without this file the form and the list do as well. */
(() => {
  const { L, vitejCity } = window;
  const TYPING_MS = 500;
  const NEAREST = 24;
  const DIGITS = 3; // some 100 m: near enough, and nobody's front door
  const WHERE = { enableHighAccuracy: false, maximumAge: 60000, timeout: 15000 };

  class Finder {
    constructor(root) {
      this.root = root;
      this.drawn = root.querySelector('[data-city-map]').cityMap;
      this.texts = this.drawn.config.texts;
      this.said = root.querySelector('[data-finder-said]');
      this.nearButton = root.querySelector('[data-finder-near]');
      this.search = location.search;
      this.template = root.querySelector('[data-finder-card]');
      root.classList.add('is-drawn');
      root.querySelector('[data-finder-tools]').hidden = false;
      this.nearButton.hidden = !(window.isSecureContext && navigator.geolocation);
      this.listen();
      this.fold(true);
      this.view('map');
    }

    listen() {
      const { root } = this;
      root.addEventListener('submit', (event) => this.submitted(event));
      root.addEventListener('input', (event) => this.typed(event));
      root.addEventListener('change', (event) => this.changed(event));
      root.addEventListener('click', (event) => this.clicked(event));
      for (const [name, on] of [['over', true], ['out', false]]) {
        root.addEventListener(`mouse${name}`, (event) => this.meant(event, on));
        root.addEventListener(`focus${on ? 'in' : 'out'}`, (event) => this.meant(event, on));
      }
      document.querySelectorAll('.languages a').forEach((link) =>
        link.addEventListener('click', () => {
          link.hash = location.hash;
        }),
      );
      window.addEventListener('popstate', () => this.returned());
    }

    /* Show what was listed before; a jump within the page changes nothing. */
    returned() {
      if (location.search !== this.search) this.go(location.href, { form: true });
    }

    find(name) {
      return this.root.querySelector(`[data-finder-${name}]`);
    }

    // The filters

    submitted(event) {
      if (event.target !== this.find('form')) return;
      event.preventDefault();
      this.chosen();
    }

    typed(event) {
      if (event.target.type !== 'search') return;
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.chosen(), TYPING_MS);
    }

    changed(event) {
      if (event.target.form === this.find('form')) this.chosen();
    }

    chosen() {
      clearTimeout(this.typing);
      const form = this.find('form');
      const address = new URL(form.action);
      new FormData(form).forEach((value, name) => {
        if (value.trim()) address.searchParams.append(name, value.trim());
      });
      address.hash = location.hash;
      if (address.search === location.search) return;
      history.pushState(null, '', address);
      this.go(address);
    }

    /* Show what an address of this page lists; where that fails, go there. */
    async go(address, { form = false } = {}) {
      this.asking?.abort();
      const asking = new AbortController();
      this.asking = asking;
      this.search = location.search;
      this.find('list').ariaBusy = 'true';
      try {
        const page = await this.page(address, asking.signal);
        this.take(page, form);
        if (this.near) await this.list();
        await this.drawn.choose(JSON.parse(this.find('list').dataset.filter));
      } catch {
        if (!asking.signal.aborted) location.reload();
      }
    }

    async page(address, signal) {
      const response = await fetch(address, { signal, headers: { Accept: 'text/html' } });
      if (!response.ok) throw new Error(response.status);
      const text = await response.text();
      return new DOMParser().parseFromString(text, 'text/html');
    }

    /* Take over the list, the counts in the menus and the ways to other languages. */
    take(page, form) {
      const taken = (name) => page.querySelector(`[data-finder-${name}]`);
      this.find('list').replaceWith(taken('list'));
      if (form) this.find('form').replaceWith(taken('form'));
      else {
        this.find('buttons').replaceWith(taken('buttons'));
        this.root.querySelectorAll('select').forEach((menu) => {
          const { value } = menu;
          menu.replaceChildren(...taken('form').querySelector(`#${menu.id}`).children);
          menu.value = value;
        });
      }
      const links = page.querySelectorAll('.languages a');
      document.querySelectorAll('.languages a').forEach((link, number) => {
        if (links[number]) link.href = links[number].href;
      });
    }

    // Near me

    clicked(event) {
      const button = event.target.closest('button, a');
      if (!button) return;
      const { finderView, finderFold, finderNear } = button.dataset;
      if (finderView) this.view(finderView);
      else if (finderFold !== undefined) this.fold(!this.folded);
      else if (finderNear !== undefined) this.toggleNear();
      else if (button.rel === 'next') this.more(event, button);
    }

    toggleNear() {
      if (this.near) {
        this.near = null;
        this.you?.remove();
        this.pressed(this.nearButton, false);
        this.said.textContent = '';
        this.go(location.href);
        return;
      }
      this.said.textContent = this.texts.locating;
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => this.located(coords),
        ({ code }) => {
          this.said.textContent = code === 1 ? this.texts.refused : this.texts.lost;
        },
        WHERE,
      );
    }

    async located(coords) {
      const rounded = (degrees) => Number(degrees.toFixed(DIGITS));
      const [latitude, longitude] = [rounded(coords.latitude), rounded(coords.longitude)];
      this.near = { latitude, longitude };
      this.at = L.latLng(coords.latitude, coords.longitude); // stays in the browser
      try {
        const nodes = await this.list();
        this.pressed(this.nearButton, true);
        this.said.textContent = this.texts.sorted;
        this.see(nodes);
      } catch {
        this.near = null;
        this.said.textContent = this.texts.failed;
      }
    }

    /* List the nearest places; where somebody is goes by POST, so that no log keeps it. */
    async list() {
      const { near } = this;
      const list = this.find('list');
      const filter = { ...JSON.parse(list.dataset.filter), near };
      const asked = { filter, orderBy: 'DISTANCE', first: NEAREST };
      const how = { method: 'POST' };
      const site = await vitejCity.ask(this.drawn.config, 'places', asked, how);
      const { nodes } = site.places;
      nodes.sort((one, other) => this.away(one) - this.away(other));
      const cards = list.querySelector('.cards');
      if (!cards) return nodes;
      cards.replaceChildren(...nodes.map((place) => this.card(place)));
      list.querySelector('.pager')?.remove();
      return nodes;
    }

    card(place) {
      const card = this.template.content.cloneNode(true);
      const part = (name) => card.querySelector(`[data-part="${name}"]`);
      const { street, houseNumber, municipality } = place.address;
      const metres = Math.round(this.away(place) / 50) * 50;
      const away = vitejCity.distance(metres, this.drawn.config.locale);
      const house = [street, houseNumber].filter(Boolean).join(' ');
      part('category').textContent = place.category?.name ?? '';
      part('title').textContent = place.title;
      part('title').href = place.path;
      part('description').textContent = place.description;
      part('distance').textContent = this.texts.away.replace('{distance}', away);
      part('hours').textContent = place.openingHours.summary;
      part('hours').className = vitejCity.pins.LOOKS[place.openingHours.state] ?? '';
      part('address').textContent = [house, municipality].filter(Boolean).join(', ');
      part('address').parentElement.hidden = !part('address').textContent;
      return card;
    }

    away({ latitude, longitude }) {
      return this.at.distanceTo([latitude, longitude]);
    }

    /* Show somebody's place and the nearest few. */
    see(nodes) {
      const { map } = this.drawn;
      const { at } = this;
      this.you?.remove();
      const icon = L.divIcon({ className: 'place-you', iconSize: [20, 20] });
      this.you = L.marker(at, { icon, interactive: false, keyboard: false }).addTo(map);
      const around = L.latLngBounds([at, at]);
      nodes.slice(0, 5).forEach((place) => around.extend([place.latitude, place.longitude]));
      map.fitBounds(around, { padding: [48, 48], maxZoom: 16, animate: false });
    }

    // The list

    /* Add the next places below, instead of leading to a page of them. */
    async more(event, link) {
      event.preventDefault();
      try {
        const page = await this.page(link.href);
        const cards = page.querySelector('[data-finder-list] .cards');
        const first = cards.firstElementChild;
        this.find('list').querySelector('.cards').append(...cards.children);
        const pager = page.querySelector('[data-finder-list] a[rel="next"]');
        if (pager) link.href = pager.href;
        else this.find('list').querySelector('.pager').remove();
        first.querySelector('a').focus();
      } catch {
        location.assign(link.href);
      }
    }

    meant(event, on) {
      const card = event.target.closest?.('[data-finder-list] article');
      const link = card?.querySelector('.card-title a');
      if (link) this.drawn.highlight(link.getAttribute('href'), on);
    }

    // On a phone: the map or the list alone, and the filters folded

    view(name) {
      this.root.dataset.view = name;
      this.root.querySelectorAll('[data-finder-view]').forEach((button) =>
        this.pressed(button, button.dataset.finderView === name),
      );
    }

    fold(folded) {
      this.folded = folded;
      this.root.dataset.folded = folded;
      this.root
        .querySelector('[data-finder-fold]')
        .setAttribute('aria-expanded', String(!folded));
    }

    pressed(button, on) {
      button.setAttribute('aria-pressed', String(on));
    }
  }

  const root = document.querySelector('[data-finder]');
  if (root) root.finder = new Finder(root);
})();
