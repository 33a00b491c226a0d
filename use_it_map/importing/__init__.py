"""Places from files: CSV, GeoJSON, KML, GPX and OpenStreetMap's own formats."""
