/* All places of a city on a map; each leads to its form. */
(() => {
  const { L, vitejMap } = window;

  class Places extends window.StimulusModule.Controller {
    static values = { ground: Object, points: Array, draft: String };

    connect() {
      const map = L.map(this.element, { preferCanvas: true });
      vitejMap.ground(map, this.groundValue);
      vitejMap.look(map, this.groundValue);
      this.pointsValue.forEach((point) => this.add(map, point));
      const all = L.latLngBounds(this.pointsValue.map(({ at }) => at));
      if (all.isValid()) map.fitBounds(all.pad(0.1), { maxZoom: 16 });
      this.map = map;
    }

    disconnect() {
      this.map.remove();
    }

    add(map, { title, at, look, url, draft }) {
      const name = draft ? `${title} (${this.draftValue})` : title;
      const icon = vitejMap.icon(`vitej-map__pin--${look}`);
      const marker = L.marker(at, { icon, title: name, alt: name }).addTo(map);
      const link = document.createElement('a');
      link.href = url;
      link.textContent = name;
      marker.bindPopup(link);
    }
  }

  window.wagtail.app.register('vitej-places', Places);
})();
