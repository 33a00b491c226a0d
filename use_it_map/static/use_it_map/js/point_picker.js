/* A map above the fields for latitude and longitude: click, drag, arrow keys, search.

   The fields' numbers are what is kept; the server says whether they can be right. */
(() => {
  const { L } = window;
  const STEP_PX = 10;

  /* A plain grid with the degrees of each cell's corner, for where there are no tiles. */
  const Plain = L.GridLayer.extend({
    createTile(at) {
      const cell = document.createElement('div');
      const corner = this._map.unproject(L.point(at.x, at.y).multiplyBy(256), at.z);
      const digits = Math.max(1, Math.min(4, at.z - 9));
      cell.className = 'vitej-map__cell';
      cell.textContent = `${corner.lat.toFixed(digits)}, ${corner.lng.toFixed(digits)}`;
      return cell;
    },
  });

  /* Put tiles or the plain grid under a map, and the city's bounds over it. */
  function ground(map, { tiles, attribution, bounds }) {
    map.attributionControl.setPrefix(false);
    if (tiles) {
      const options = { attribution, maxZoom: 19, referrerPolicy: 'strict-origin' };
      L.tileLayer(tiles, options).addTo(map);
    } else new Plain({ maxZoom: 19 }).addTo(map);
    if (!bounds) return;
    const style = { className: 'vitej-map__bounds', fill: false, interactive: false };
    L.rectangle(bounds, style).addTo(map);
  }

  const icon = (name = '') =>
    L.divIcon({ className: `vitej-map__pin ${name}`, iconSize: [22, 22], html: '' });

  /* Show the city, or what is known of where it lies. */
  function look(map, { bounds, centre, zoom }) {
    if (bounds) map.fitBounds(bounds);
    else if (centre) map.setView(centre, zoom);
    else map.setView([49.8, 15.5], 7); // the whole country
  }

  window.vitejMap = { ground, icon, look };

  class Picker extends window.StimulusModule.Controller {
    static targets = ['map', 'note', 'query', 'found'];

    static values = {
      ground: Object,
      texts: Object,
      latitude: String,
      longitude: String,
      search: String,
    };

    connect() {
      this.fields = [this.latitudeValue, this.longitudeValue].map((id) =>
        document.getElementById(id),
      );
      this.map = L.map(this.mapTarget, { keyboard: false });
      ground(this.map, this.groundValue);
      look(this.map, this.groundValue);
      this.map.on('click', (event) => this.set(event.latlng));
      this.mapTarget.addEventListener('keydown', (event) => this.key(event));
      this.fields.forEach((field) =>
        field.addEventListener('change', () => this.typed(field)),
      );
      this.sized = new ResizeObserver(() => this.resize());
      this.sized.observe(this.mapTarget);
      this.show(true);
    }

    disconnect() {
      this.sized.disconnect();
      this.map.remove();
    }

    /* A map in a tab or panel that was closed has no size until it is opened. */
    resize() {
      const before = this.map.getSize().x;
      this.map.invalidateSize();
      if (!before) this.show(true);
    }

    /* Return the point in the fields, or null. */
    point() {
      const [latitude, longitude] = this.fields.map((field) =>
        field.value.trim() ? Number(field.value.trim().replace(',', '.')) : NaN,
      );
      const sound = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
      return sound ? L.latLng(latitude, longitude) : null;
    }

    show(closer = false) {
      const point = this.point();
      if (!point) {
        this.marker?.remove();
        this.marker = null;
        if (closer) look(this.map, this.groundValue);
        return;
      }
      if (!this.marker) {
        const options = { icon: icon(), draggable: true, keyboard: false };
        this.marker = L.marker(point, options).addTo(this.map);
        this.marker.on('dragend', () => this.set(this.marker.getLatLng()));
      }
      this.marker.setLatLng(point);
      if (closer) this.map.setView(point, Math.max(this.map.getZoom(), 16));
      else if (!this.map.getBounds().contains(point)) this.map.panTo(point);
      this.judge(point);
    }

    /* Say what is wrong with a point before it is saved. */
    judge(point) {
      const { bounds } = this.groundValue;
      const box = bounds && L.latLngBounds(bounds);
      const swapped = L.latLng(
        Math.max(-90, Math.min(90, point.lng)),
        point.lat,
      );
      let text = '';
      if (box && !box.contains(point)) {
        text = box.contains(swapped) ? this.textsValue.swapped : this.textsValue.outside;
      }
      this.say(text, Boolean(text));
    }

    say(text, isWarning = false) {
      this.noteTarget.textContent = text;
      this.noteTarget.classList.toggle('vitej-map__note--warning', isWarning);
    }

    set(point) {
      const wrapped = point.wrap();
      this.fields[0].value = wrapped.lat.toFixed(6);
      this.fields[1].value = wrapped.lng.toFixed(6);
      this.fields.forEach((field) =>
        field.dispatchEvent(new Event('input', { bubbles: true })),
      );
      this.show();
      const [lat, lng] = this.fields.map((field) => field.value);
      if (!this.noteTarget.textContent) this.say(`${this.textsValue.point} ${lat}, ${lng}`);
    }

    /* Both numbers may be pasted into one field. */
    typed(field) {
      const pair = /^\s*(-?\d+[.,]?\d*)\s*[,; ]\s+(-?\d+[.,]?\d*)\s*$|^\s*(-?\d+\.\d+)\s*,\s*(-?\d+\.\d+)\s*$/.exec(field.value);
      if (pair) {
        const [lat, lng] = [pair[1] ?? pair[3], pair[2] ?? pair[4]];
        this.fields[0].value = lat.replace(',', '.');
        this.fields[1].value = lng.replace(',', '.');
      }
      this.show(true);
    }

    key(event) {
      const moves = {
        ArrowUp: [0, -1],
        ArrowDown: [0, 1],
        ArrowLeft: [-1, 0],
        ArrowRight: [1, 0],
      };
      if (event.key === '+' || event.key === '-') {
        this.map.setZoom(this.map.getZoom() + (event.key === '+' ? 1 : -1));
      } else if (event.key === 'Enter' || event.key === ' ') {
        if (!this.marker) this.set(this.map.getCenter());
      } else if (moves[event.key]) {
        const point = this.point() ?? this.map.getCenter();
        const step = L.point(moves[event.key]).multiplyBy(event.shiftKey ? 1 : STEP_PX);
        const at = this.map.latLngToContainerPoint(point).add(step);
        this.set(this.map.containerPointToLatLng(at));
      } else return;
      event.preventDefault();
      event.stopPropagation();
    }

    // Address search.

    enter(event) {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      this.search();
    }

    async search() {
      const query = this.queryTarget.value.trim();
      if (!query) return;
      this.say(this.textsValue.searching);
      this.foundTarget.replaceChildren();
      const address = new URL(this.searchValue, document.baseURI);
      address.searchParams.set('q', query);
      try {
        const response = await fetch(address, { headers: { Accept: 'application/json' } });
        const answer = await response.json();
        if (!response.ok) throw new Error(answer.error);
        this.offer(answer.results);
      } catch (error) {
        this.say(error.message || this.textsValue.failed, true);
      }
    }

    offer(results) {
      this.say(results.length ? '' : this.textsValue.nothing);
      results.forEach(({ label, latitude, longitude }) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.className = 'button button-small button-secondary';
        button.textContent = label;
        button.addEventListener('click', () => {
          this.set(L.latLng(latitude, longitude));
          this.show(true);
          this.foundTarget.replaceChildren();
          this.mapTarget.focus();
        });
        const item = document.createElement('li');
        item.append(button);
        this.foundTarget.append(item);
      });
      this.foundTarget.querySelector('button')?.focus();
    }
  }

  window.wagtail.app.register('vitej-point', Picker);
})();
