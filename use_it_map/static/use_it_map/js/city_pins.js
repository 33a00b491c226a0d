/* Places and clusters as buttons on a map, and what a popup says of them. */
(() => {
  const { L, vitejCity } = window;
  if (vitejCity.pins) return;
  const LOOKS = { OPEN: 'is-open', CLOSED: 'is-closed' };
  const SVG = 'http://www.w3.org/2000/svg';

  /* An icon that is a button, so that every key and every reader knows it. */
  const ButtonIcon = L.DivIcon.extend({
    createIcon() {
      const button = document.createElement('button');
      button.type = 'button';
      button.setAttribute('aria-label', this.options.name);
      button.append(...this.options.parts);
      this._setIconStyles(button, 'icon');
      return button;
    },
  });

  function made(tag, className, text = '') {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }

  /* Return the pictogram of a category, by its name. */
  function pictogram(address, name) {
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('class', 'icon');
    svg.setAttribute('aria-hidden', 'true');
    const use = document.createElementNS(SVG, 'use');
    use.setAttribute('href', `${address}#${name}`);
    svg.append(use);
    return svg;
  }

  const kind = (place) => (place.category?.icon ?? 'PLACE').toLowerCase();

  function hours({ openingHours }) {
    return made('p', LOOKS[openingHours.state] ?? '', openingHours.summary);
  }

  const SHAPE = { iconSize: [36, 44], iconAnchor: [18, 43] };

  /* Return the marker of a place that there is nothing more to say about. */
  function still(place, at, { pictograms }) {
    const html = made('span', 'place-pin__shape');
    html.append(pictogram(pictograms, kind(place)));
    const className = `place-pin place-pin--${kind(place)}`;
    const icon = L.divIcon({ className, html, ...SHAPE });
    return L.marker(at, { icon, interactive: false, keyboard: false });
  }

  /* Return the marker of one place. */
  function pin(place, at, { pictograms }) {
    const looks = [`place-pin place-pin--${kind(place)}`];
    if (place.openingHours?.state === 'OPEN') looks.push('place-pin--open');
    const said = [place.title, place.openingHours?.summary].filter(Boolean);
    const shape = made('span', 'place-pin__shape');
    shape.append(pictogram(pictograms, kind(place)));
    const icon = new ButtonIcon({
      className: looks.join(' '),
      name: said.join(', '),
      parts: [shape],
      ...SHAPE,
    });
    return L.marker(at, { icon, keyboard: false, riseOnHover: true });
  }

  /* Return the marker of several places that lie near each other. */
  function cluster({ count, latitude, longitude }, { locale, texts }) {
    const size = count < 10 ? 40 : count < 50 ? 48 : 56;
    const icon = new ButtonIcon({
      className: 'place-cluster',
      name: texts.cluster.replace('{count}', count),
      parts: [made('span', '', new Intl.NumberFormat(locale).format(count))],
      iconSize: [size, size],
    });
    return L.marker([latitude, longitude], { icon, keyboard: false, riseOnHover: true });
  }

  /* Return what a popup says of places: their names, hours and ways to their pages. */
  function card(places, { pictograms }) {
    const list = made('ul', 'place-popup__list');
    places.forEach((place) => {
      const item = made('li', 'place-popup__item');
      const mark = made('span', `place-popup__mark place-pin--${kind(place)}`);
      mark.append(pictogram(pictograms, kind(place)));
      const words = made('div', '');
      const link = made('a', 'place-popup__title', place.title);
      link.href = place.path;
      if (place.category?.name) words.append(made('p', 'kicker', place.category.name));
      words.append(link, hours(place));
      item.append(mark, words);
      list.append(item);
    });
    return list;
  }

  vitejCity.pins = { LOOKS, card, cluster, pin, still };
})();
