// Every page is whole without this. With it, values are taken off the screen when nobody has touched it for a while,
// a page that comes back out of the browser's memory is asked for anew, copying a value is asked for first, and on a
// narrow screen a table is read row by row, each cell with the heading of its column.
(function () {
  "use strict";
  document.documentElement.classList.add("scripted");
  const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  const name = function (within) {
    for (const table of within.querySelectorAll(".scroll > table")) {
      if (!table.tHead || table.querySelector("svg")) continue;
      const names = [...table.tHead.rows[0].cells].map((one) => one.textContent.replace(/[▲▼]/, "").trim());
      for (const one of [table, ...table.querySelectorAll("thead, tbody, tr, td")]) one.setAttribute("role", ROLES[one.tagName]);
      for (const one of table.querySelectorAll("th"))
        one.setAttribute("role", one.closest("thead") ? "columnheader" : "rowheader");
      for (const row of [...table.tBodies].flatMap((one) => [...one.rows])) {
        let at = 0;
        for (const cell of row.cells) {
          if (cell.colSpan === 1) cell.dataset.name = names[at] || "";
          at += cell.colSpan;
        }
      }
      table.classList.add("stack");
    }
  };
  name(document);
  addEventListener("htmx:load", (event) => name(event.target.parentElement || document));
  const here = document.querySelector(".bar nav [aria-current]");
  if (here) here.closest("ul").scrollLeft = here.offsetLeft - here.closest("ul").offsetLeft - 16;

  const KINDS = ["pointermove", "keydown", "scroll", "touchstart", "focus"];
  for (const shown of document.querySelectorAll("[data-hide-after]")) {
    const seconds = Number(shown.dataset.hideAfter);
    let timer = 0, last = Date.now();
    const hide = function () {
      const said = document.createElement("p");
      said.className = "notice attention";
      said.setAttribute("role", "status");
      said.textContent = shown.dataset.hidden;
      shown.replaceChildren(said);
      for (const form of document.querySelectorAll("form.again")) form.hidden = false;
      const button = document.querySelector("form.again button");
      if (button) button.focus();
      for (const kind of KINDS) removeEventListener(kind, again);
    };
    const again = function () {
      if (Date.now() - last > seconds * 1000) return hide(); // a machine that slept ran no timer
      last = Date.now();
      clearTimeout(timer);
      timer = setTimeout(hide, seconds * 1000);
    };
    for (const kind of KINDS) addEventListener(kind, again, { passive: true });
    again();
    if (shown.dataset.print) print();
  }

  const values = document.querySelector("[data-take]");
  const told = document.querySelector(".taken-said");
  const say = function (text, kind) {
    told.className = "taken-said notice " + kind;
    told.textContent = text;
    told.hidden = false;
  };
  const copy = async function (form, fields) {
    const body = new URLSearchParams(new FormData(form));
    body.delete("field");
    body.set("how", "copy");
    for (const field of fields) body.append("field", field);
    const answer = await fetch(values.dataset.take, {
      method: "POST", body: body, headers: { Accept: "application/json" }, cache: "no-store",
    });
    if (!answer.headers.get("Content-Type").startsWith("application/json")) return form.submit();
    const said = await answer.json();
    if (!answer.ok) return say(said.said + " " + said.remedy + " (" + said.clause + ")", "broken");
    await navigator.clipboard.writeText(fields.map((field) => said.values[field] || "").join("\n"));
    say(told.dataset.done + " " + told.dataset.entry + " " + said.entry, "kept");
  };
  if (values && told) {
    const person = document.querySelector("form.again");
    addEventListener("copy", function (event) {
      const chosen = getSelection();
      const marked = [...values.querySelectorAll("[data-field]")].filter((one) => chosen.containsNode(one, true));
      if (!marked.length) return;
      event.preventDefault();
      copy(person, marked.map((one) => one.dataset.field));
    });
    if (navigator.clipboard) {
      values.addEventListener("submit", function (event) {
        if (!event.submitter || event.submitter.value !== "copy") return;
        event.preventDefault();
        copy(event.target, [new FormData(event.target).get("field")]);
      });
    }
  }
  addEventListener("keydown", function (event) {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const button = document.querySelector('[data-code="' + event.code + '"]');
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  addEventListener("pageshow", function (event) {
    if (event.persisted) location.reload();
  });
})();
