// What a page can do only with a script: everything works without it.
"use strict";

// Menus: Escape and a click elsewhere close them.
const menus = document.querySelectorAll("details.drop");

document.addEventListener("click", (event) => {
  for (const menu of menus) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Videos: the player is fetched only once somebody asks for it.
for (const figure of document.querySelectorAll("[data-video]")) {
  const link = figure.querySelector(".video-link");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const player = document.createElement("iframe");
    const address = new URL(figure.dataset.video);
    address.searchParams.set("autoplay", "1");
    player.src = address.href;
    player.title = figure.dataset.title;
    player.allow = "autoplay; fullscreen; picture-in-picture";
    player.allowFullscreen = true;
    player.className = "video-player";
    link.replaceWith(player);
    player.focus();
  });
}

// Printing: the button says what the browser can do.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
