"""The hub: city sites, pages, media, people and who may see and change them."""
