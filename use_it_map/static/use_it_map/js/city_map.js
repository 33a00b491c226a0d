/* The map of a city site: what the City API's `placeClusters` says for what is in view. */
(() => {
  const { L, vitejCity } = window;
  if (vitejCity.CityMap) return;
  const WAIT_MS = 150; // after the last movement
  const TILE_PX = 256; // answers are asked for whole tiles, so that they can be kept
  const CLOSE = 16;
  const PADDING = [40, 40];
  const POPUP = {
    className: 'place-popup',
    maxHeight: 320,
    autoPanPaddingTopLeft: [16, 16],
    autoPanPaddingBottomRight: [72, 16], // beside the buttons that zoom
  };

  /* Ask a persisted operation; with GET, so that answers can be kept on the way. */
  async function ask({ api, hostname, locale }, operation, asked, options = {}) {
    const variables = { hostname, locale, ...asked };
    const address = new URL(api, document.baseURI);
    const headers = { Accept: 'application/graphql-response+json' };
    const request = { headers, ...options };
    if (request.method === 'POST') {
      headers['Content-Type'] = 'application/json';
      request.body = JSON.stringify({ documentId: operation, variables });
    } else {
      address.searchParams.set('documentId', operation);
      address.searchParams.set('variables', JSON.stringify(variables));
    }
    const response = await fetch(address, request);
    const answer = await response.json();
    if (answer.errors || !answer.data?.site) throw new Error(operation);
    return answer.data.site;
  }

  /* Return the whole tiles that a map shows, as a box. */
  function box(map) {
    const pixels = map.getPixelBounds();
    const least = pixels.min.divideBy(TILE_PX).floor().multiplyBy(TILE_PX);
    const most = pixels.max.divideBy(TILE_PX).ceil().multiplyBy(TILE_PX);
    const northWest = map.unproject(least);
    const southEast = map.unproject(most);
    const within = (limit, degrees) =>
      Number(Math.max(-limit, Math.min(limit, degrees)).toFixed(6));
    return {
      south: within(85, southEast.lat),
      west: within(180, northWest.lng),
      north: within(85, northWest.lat),
      east: within(180, southEast.lng),
    };
  }

  const boundsOf = ({ south, west, north, east }) =>
    L.latLngBounds([south, west], [north, east]);

  class CityMap {
    constructor(root) {
      this.root = root;
      this.canvas = root.querySelector('.city-map__canvas');
      this.note = root.querySelector('.city-map__note');
      this.config = JSON.parse(root.dataset.cityMap);
      this.filter = this.config.filter;
      this.markers = new Map();
      root.hidden = false;
      this.map = vitejCity.draw(this.canvas, this.config, this.options());
      this.canvas.addEventListener('keydown', (event) => this.key(event));
      this.sized = new ResizeObserver(() => this.map.invalidateSize());
      this.sized.observe(this.canvas);
      if (this.config.points) this.showPoints();
      else this.start();
    }

    /* A small map in a page mustn't hold up who scrolls past it. */
    options() {
      const small = { scrollWheelZoom: false, dragging: !L.Browser.mobile };
      return this.config.small ? small : {};
    }

    /* Show places alone: close on tiles; else with the middle of the city, as there is
       nothing else to tell where they lie. */
    showPoints() {
      const { ground, points } = this.config;
      const around = L.latLngBounds(points.map(({ at }) => at));
      if (ground.tiles || !ground.centre) {
        this.map.fitBounds(around, { maxZoom: CLOSE, animate: false });
      } else {
        const options = { padding: PADDING, maxZoom: CLOSE - 2, animate: false };
        this.map.fitBounds(around.extend(ground.centre), options);
      }
      points.forEach(({ at, ...place }) =>
        vitejCity.pins.still(place, at, this.config).addTo(this.map),
      );
    }

    async start() {
      vitejCity.look(this.map, this.config.ground);
      if (!this.restore()) await this.fit();
      this.map.on('moveend', () => this.moved());
      this.load();
    }

    /* Look at all places that the filter keeps. */
    async fit() {
      try {
        const all = await this.clusters({ zoom: 0 });
        if (!all.length) return;
        const around = L.latLngBounds([]);
        all.forEach(({ bounds }) => around.extend(boundsOf(bounds)));
        const maxZoom = this.config.small ? CLOSE - 2 : CLOSE;
        const options = { padding: PADDING, maxZoom, animate: false };
        this.map.fitBounds(around, options);
      } catch (error) {
        this.failed(error);
      }
    }

    /* Keep another part of the places. */
    async choose(filter) {
      this.filter = filter;
      this.map.closePopup();
      await this.fit();
      this.load();
    }

    // The view in the address: #map=zoom/latitude/longitude

    restore() {
      if (this.config.small) return false;
      const found = /^#map=(\d{1,2})\/(-?\d+\.?\d*)\/(-?\d+\.?\d*)$/.exec(location.hash);
      if (!found) return false;
      const [zoom, latitude, longitude] = found.slice(1).map(Number);
      if (Math.abs(latitude) > 85 || Math.abs(longitude) > 180) return false;
      this.map.setView([latitude, longitude], zoom, { animate: false });
      return true;
    }

    keep() {
      if (this.config.small) return;
      const { lat, lng } = this.map.getCenter();
      const hash = `#map=${this.map.getZoom()}/${lat.toFixed(4)}/${lng.toFixed(4)}`;
      history.replaceState(history.state, '', hash);
    }

    moved() {
      this.keep();
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.load(), WAIT_MS);
    }

    // What is there

    async clusters(asked, options) {
      const variables = { ...asked, filter: this.filter };
      const site = await ask(this.config, 'placeClusters', variables, options);
      return site.placeClusters;
    }

    async load() {
      clearTimeout(this.waiting);
      this.asking?.abort();
      const asking = new AbortController();
      this.asking = asking;
      this.root.dataset.state = 'loading';
      try {
        const asked = { zoom: this.map.getZoom(), bbox: box(this.map) };
        const found = await this.clusters(asked, { signal: asking.signal });
        if (asking.signal.aborted) return;
        this.show(found);
        this.say('');
        this.root.dataset.state = 'loaded';
      } catch (error) {
        if (!asking.signal.aborted) this.failed(error);
      }
    }

    failed() {
      const again = document.createElement('button');
      again.type = 'button';
      again.textContent = this.config.texts.again;
      again.addEventListener('click', () => this.load());
      this.say(this.config.texts.failed, again);
      this.root.dataset.state = 'failed';
    }

    /* Say something over the map; without a text, say no more. */
    say(text, ...further) {
      if (this.note.textContent === text && !further.length) return;
      this.note.replaceChildren(...(text ? [text, ' ', ...further] : []));
    }

    /* Show clusters; what was there already stays, with the focus that it may have. */
    show(clusters) {
      const shown = new Map(clusters.map((each) => [this.name(each), each]));
      const inside = this.canvas.contains(document.activeElement);
      this.markers.forEach((marker, name) => {
        if (shown.has(name)) return;
        marker.remove();
        this.markers.delete(name);
      });
      [...shown]
        .sort(([, one], [, other]) => other.latitude - one.latitude)
        .forEach(([name, each]) => this.add(name, each));
      if (inside && !this.canvas.contains(document.activeElement)) this.canvas.focus();
    }

    name({ count, latitude, longitude, place }) {
      return place ? place.path : `${count} ${latitude} ${longitude}`;
    }

    add(name, each) {
      if (this.markers.has(name)) return;
      const at = [each.latitude, each.longitude];
      const marker = each.place
        ? vitejCity.pins.pin(each.place, at, this.config)
        : vitejCity.pins.cluster(each, this.config);
      marker.on('click', ({ originalEvent }) => this.open(each, marker, originalEvent));
      marker.addTo(this.map);
      this.markers.set(name, marker);
    }

    // What a click opens

    open(each, marker, event) {
      const byKey = event?.detail === 0;
      const around = boundsOf(each.bounds);
      if (each.place) this.tell([each.place], marker, byKey);
      else if (this.opensUp(around)) {
        const options = { padding: PADDING, animate: !vitejCity.still };
        this.map.fitBounds(around, options);
        if (byKey) this.canvas.focus();
      } else this.tellAll(each, marker, byKey);
    }

    /* Whether a closer look would show the places of a box apart. */
    opensUp(around) {
      const zoom = this.map.getZoom();
      return zoom < this.map.getMaxZoom() && this.map.getBoundsZoom(around) > zoom;
    }

    /* Tell of places in the same house. */
    async tellAll(each, marker, byKey) {
      const filter = { ...this.filter, bbox: each.bounds };
      try {
        const site = await ask(this.config, 'places', { filter, first: 50 });
        this.tell(site.places.nodes, marker, byKey);
      } catch (error) {
        this.failed(error);
      }
    }

    tell(places, marker, byKey) {
      const content = vitejCity.pins.card(places, this.config);
      const lift = marker.options.icon.options.iconAnchor ? -36 : -16;
      const popup = L.popup({ offset: [0, lift], ...POPUP });
      popup.setLatLng(marker.getLatLng()).setContent(content).openOn(this.map);
      const close = popup.getElement().querySelector('.leaflet-popup-close-button');
      close.setAttribute('aria-label', this.config.texts.close);
      this.opened = marker;
      if (byKey) content.querySelector('a').focus();
    }

    key(event) {
      if (event.key !== 'Escape' || !this.map._popup?.isOpen()) return;
      event.stopPropagation();
      this.map.closePopup();
      const button = this.opened?.getElement();
      (button?.isConnected ? button : this.canvas).focus();
    }

    /* Show which pin a card in the list means. */
    highlight(path, on) {
      this.markers.get(path)?.getElement()?.classList.toggle('place-pin--meant', on);
    }
  }

  Object.assign(vitejCity, { CityMap, ask });
  document.querySelectorAll('[data-city-map]').forEach((root) => {
    root.cityMap = new CityMap(root);
  });
})();
