// Every page is whole without this. With it, values are taken off the screen when nobody has touched it for a while,
// and a page that comes back out of the browser's memory is asked for anew.
(function () {
  "use strict";
  for (const shown of document.querySelectorAll("[data-hide-after]")) {
    const seconds = Number(shown.dataset.hideAfter);
    let timer = 0;
    const hide = function () {
      const said = document.createElement("p");
      said.className = "notice attention";
      said.setAttribute("role", "status");
      said.textContent = shown.dataset.hidden;
      shown.replaceChildren(said);
      for (const kind of KINDS) removeEventListener(kind, again);
    };
    const again = function () {
      clearTimeout(timer);
      timer = setTimeout(hide, seconds * 1000);
    };
    const KINDS = ["pointermove", "keydown", "scroll", "touchstart"];
    for (const kind of KINDS) addEventListener(kind, again, { passive: true });
    again();
  }
  addEventListener("pageshow", function (event) {
    if (event.persisted) location.reload();
  });
})();
