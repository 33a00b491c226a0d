/* What the maps of a city site stand on.

   Tiles where the installation has some; beneath them, and alone where there are none
   or they fail, a plain ground: the city's bounds and rings of distance. */
(() => {
  if (window.vitejCity) return;
  const { L } = window;
  const PANE = 'ground';
  const RINGS_M = [50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000];
  const APART_PX = 110; // rings nearer than this would be noise
  const MOST_RINGS = 30;
  const COUNTRY = [[49.8, 15.5], 7];
  const WORLD = [[-85, -180], [-85, 180], [85, 180], [85, -180]];

  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;

  /* Return a distance as people write it: "350 m", "1.2 km". */
  function distance(metres, locale) {
    const far = metres >= 1000;
    const value = far ? metres / 1000 : metres;
    const unit = far ? 'kilometer' : 'meter';
    const maximumFractionDigits = far && value < 10 ? 1 : 0;
    const written = { style: 'unit', unit, maximumFractionDigits };
    return new Intl.NumberFormat(locale, written).format(value);
  }

  /* Rings around the middle of the city, as far as the map shows; drawn anew as it moves. */
  const Rings = L.LayerGroup.extend({
    initialize(centre, locale) {
      L.LayerGroup.prototype.initialize.call(this);
      this.centre = L.latLng(centre);
      this.locale = locale;
    },

    getEvents() {
      return { moveend: this.redraw };
    },

    onAdd(map) {
      L.LayerGroup.prototype.onAdd.call(this, map);
      if (map._loaded) this.redraw();
    },

    redraw() {
      this.clearLayers();
      const step = this.step();
      const bounds = this._map.getBounds();
      const corners = [
        bounds.getNorthWest(),
        bounds.getNorthEast(),
        bounds.getSouthWest(),
        bounds.getSouthEast(),
      ].map((corner) => this.centre.distanceTo(corner));
      const nearest = bounds.contains(this.centre) ? 0 : this.nearest(bounds);
      const first = Math.max(1, Math.floor(nearest / step));
      const last = Math.min(Math.ceil(Math.max(...corners) / step), first + MOST_RINGS);
      for (let number = first; number <= last; number += 1) this.ring(number * step);
      const dot = { className: 'city-ground__middle', radius: 4, stroke: false };
      this.addLayer(L.circleMarker(this.centre, { ...dot, interactive: false, pane: PANE }));
    },

    nearest(bounds) {
      const between = (least, value, most) => Math.min(Math.max(least, value), most);
      return this.centre.distanceTo([
        between(bounds.getSouth(), this.centre.lat, bounds.getNorth()),
        between(bounds.getWest(), this.centre.lng, bounds.getEast()),
      ]);
    },

    step() {
      const side = this._map.getSize();
      const edge = this._map.containerPointToLatLng([0, side.y / 2]);
      const pixel = this._map.getCenter().distanceTo(edge) / (side.x / 2 || 1);
      const apart = Math.min(APART_PX, side.x / 4, side.y / 4);
      return RINGS_M.find((step) => step / pixel >= apart) ?? RINGS_M.at(-1);
    },

    /* Return where to write a ring's distance: at its north, or where the map looks. */
    written(radius) {
      const map = this._map;
      const north = L.latLng(this.centre.toBounds(radius * 2).getNorth(), this.centre.lng);
      if (map.getBounds().contains(this.centre)) return north;
      const middle = map.project(this.centre);
      const away = map.project(map.getCenter()).subtract(middle);
      const length = middle.distanceTo(map.project(north));
      const unit = away.divideBy(Math.hypot(away.x, away.y) || 1);
      return map.unproject(middle.add(unit.multiplyBy(length)));
    },

    ring(radius) {
      const style = { className: 'city-ground__ring', fill: false };
      const options = { ...style, radius, interactive: false, pane: PANE };
      this.addLayer(L.circle(this.centre, options));
      const html = document.createElement('span');
      html.textContent = distance(radius, this.locale);
      const icon = L.divIcon({ className: 'city-ground__label', html, iconSize: [0, 0] });
      const word = { icon, interactive: false, keyboard: false, pane: PANE };
      this.addLayer(L.marker(this.written(radius), word));
    },
  });

  /* Put the plain ground under a map. */
  function plain(map, { bounds, centre }, locale) {
    const pane = map.createPane(PANE);
    pane.classList.add('city-ground');
    if (bounds) {
      const box = L.latLngBounds(bounds);
      const hole = [
        box.getSouthWest(),
        box.getSouthEast(),
        box.getNorthEast(),
        box.getNorthWest(),
      ];
      const style = { className: 'city-ground__beyond', stroke: false };
      L.polygon([WORLD, hole], { ...style, interactive: false, pane: PANE }).addTo(map);
      const line = { className: 'city-ground__bounds', fill: false };
      L.rectangle(box, { ...line, interactive: false, pane: PANE }).addTo(map);
    }
    const middle = centre ?? (bounds && L.latLngBounds(bounds).getCenter());
    if (middle) new Rings(middle, locale).addTo(map);
  }

  /* Lay tiles over the plain ground; who made them is named once there are some. */
  function tiled(map, { tiles, attribution }) {
    const options = { maxZoom: 19, referrerPolicy: 'strict-origin' };
    const layer = L.tileLayer(tiles, options).addTo(map);
    layer.once('tileload', () => {
      map.attributionControl.addAttribution(attribution);
      map.getContainer().dataset.tiled = 'true';
    });
  }

  const North = L.Control.extend({
    onAdd() {
      const arrow = L.DomUtil.create('div', 'city-ground__north');
      arrow.title = this.options.title;
      arrow.textContent = this.options.text;
      return arrow;
    },
  });

  /* Return a map on its ground, not yet looking anywhere. */
  function draw(element, { ground, locale, texts }, options = {}) {
    const map = L.map(element, {
      zoomControl: false,
      minZoom: 6,
      maxZoom: 19,
      fadeAnimation: !still,
      zoomAnimation: !still,
      markerZoomAnimation: !still,
      inertia: !still,
      ...options,
    });
    map.attributionControl.setPrefix(false);
    plain(map, ground, locale);
    if (ground.tiles) tiled(map, ground);
    const titles = { zoomInTitle: texts.closer, zoomOutTitle: texts.farther };
    L.control.zoom({ position: 'topright', ...titles }).addTo(map);
    L.control.scale({ imperial: false, position: 'bottomleft' }).addTo(map);
    const said = { title: texts.north, text: texts.northShort };
    new North({ position: 'bottomright', ...said }).addTo(map);
    return map;
  }

  /* Look at the city, or at what is known of where it lies. */
  function look(map, { bounds, centre, zoom }) {
    if (centre) map.setView(centre, zoom, { animate: false });
    else if (bounds) map.fitBounds(bounds, { animate: false });
    else map.setView(...COUNTRY, { animate: false });
  }

  window.vitejCity = { distance, draw, look, still };
})();
