// What the pages gain with JavaScript: dialogs, copying, a live filter, the reader's time, and words that follow the choices.
// Everything works without it, by links and forms. Nothing is stored, and no key leaves the page.
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  // What is said stands in the dialog while one is open: the rest of the page is not there for anybody then.
  const say = (text) => { ($("dialog[open] [data-said-here]") || $("#said")).textContent = text; };

  // Dialogs: the page that a link leads to, shown over the one that it is on.
  const dialog = $("#dialog");
  let opener = null;

  async function load(address, options) {
    const response = await fetch(address, { credentials: "same-origin", cache: "no-store", ...options });
    const type = response.headers.get("content-type") || "";
    if (!type.startsWith("text/html")) throw new TypeError("not a page");
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return { response, page, main: $("main[data-dialog-page]", page) };
  }

  function show(page, main) {
    const inside = document.createElement("div");
    inside.className = "dialog-in";
    inside.append(...document.importNode(main, true).childNodes);
    const said = Object.assign(document.createElement("p"), { className: "hidden-text", role: "status" });
    said.dataset.saidHere = "";
    dialog.replaceChildren(inside, said);
    if (!dialog.open) dialog.showModal();
    enhance(dialog);
    const title = $("h1", dialog);
    title.id = "dialog-title";
    dialog.scrollTop = 0;
    if (!toError(dialog)) ($("input:not([type=hidden])", dialog) || title).focus();
  }

  // Leads to the first error, and puts the focus where it can be mended.
  function toError(root) {
    const error = $(".error, .notice.bad", root);
    if (!error) return false;
    const at = $("input:not(:disabled, [type=hidden]), textarea", error.closest(".field, fieldset") || error);
    (at || $("h1", root)).focus();
    error.scrollIntoView({ block: "center" });
    return true;
  }

  async function open(link) {
    opener = link;
    try {
      const { response, main, page } = await load(link.href);
      if (response.redirected) return location.assign(response.url);
      if (!main) throw new TypeError("not for a dialog");
      show(page, main);
    } catch {
      location.assign(link.href);
    }
  }

  async function send(form, button) {
    const body = new URLSearchParams(new FormData(form));
    button.disabled = true;
    try {
      const { response, main, page } = await load(form.action, { method: "POST", body });
      if (response.redirected || !main) location.assign(response.redirected ? response.url : form.action);
      else show(page, main);
    } catch {
      button.disabled = false;
      const note = $("[data-unreachable]", form) || form.insertBefore(document.createElement("p"), form.lastElementChild);
      note.dataset.unreachable = "";
      note.className = "error";
      note.setAttribute("role", "alert");
      note.textContent = "The service did not answer. Nothing that you typed is lost: try again.";
    }
  }

  const guarded = () => $("[data-guard] button:disabled", dialog);
  dialog.addEventListener("cancel", (event) => {
    if (guarded()) { event.preventDefault(); say("Store the key first: it cannot be shown again."); }
  });
  dialog.addEventListener("close", () => {
    dialog.replaceChildren();
    if (opener && opener.isConnected) opener.focus();
  });

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const at = event.target.closest("a, button");
    if (!at) return;
    if (at.matches("a[data-dialog]")) { event.preventDefault(); open(at); }
    else if (at.matches("a[data-preset]")) { event.preventDefault(); preset(at); }
    else if (at.matches("[data-close]") && dialog.open) { event.preventDefault(); dialog.close(); }
    else if (at.matches("[data-copy]")) copy(at);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (dialog.contains(form) && form.method === "post") { event.preventDefault(); send(form, event.submitter || $("button", form)); }
  });

  // Times by the reader's clock: the server writes UTC, which stays on hovering.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const clock = new Intl.DateTimeFormat("en", { timeZone: zone, day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  function times(root) {
    if (zone === "UTC") return;
    $$("time[data-show]", root).forEach((time) => {
      const part = Object.fromEntries(clock.formatToParts(new Date(time.dateTime)).map(({ type, value }) => [type, value]));
      const minute = time.dataset.show === "minute" ? `, ${part.hour}:${part.minute}` : "";
      time.textContent = `${part.day} ${part.month} ${part.year}${minute}`;
    });
    $$("[data-zone]", root).forEach((place) => { place.textContent = `Times are those of ${zone.replaceAll("_", " ")}.`; });
  }

  // Copying, with a word about it.
  async function copy(button) {
    const source = $(button.dataset.copy);
    const label = $("span", button);
    try {
      await navigator.clipboard.writeText(source.textContent);
      label.textContent = "Copied";
      say("Copied");
      const tick = $("[data-stored]");
      if (tick && button.dataset.copy === "#secret") { tick.checked = true; tick.dispatchEvent(new Event("change", { bubbles: true })); }
    } catch {
      getSelection().selectAllChildren(source);
      label.textContent = "Selected: press Ctrl+C";
      say("The key is selected: copy it with the keyboard.");
    }
  }

  // Scopes: presets, and in words what is chosen.
  function preset(link) {
    const wanted = link.dataset.preset.split(" ");
    const form = link.closest("form");
    $$("input[name=scope]", form).forEach((box) => { box.checked = wanted.includes(box.value) && !box.disabled; });
    form.dispatchEvent(new Event("change"));
  }

  function sentence(form) {
    const out = $("[data-sentence]", form);
    if (!out) return;
    const chosen = $$("input[name=scope]:checked", form).map((box) => box.dataset.words);
    out.hidden = false;
    out.textContent = chosen.length
      ? `This key will be able to ${chosen.length > 1 ? `${chosen.slice(0, -1).join("; ")}; and ${chosen.at(-1)}` : chosen[0]}. Nothing else.`
      : "This key will not be able to do anything yet: choose at least one scope.";
  }

  function enhance(root) {
    times(root);
    $$("[data-scripted]", root).forEach((part) => { part.hidden = false; });
    $$("form", root).filter((form) => $("[data-sentence]", form)).forEach((form) => {
      form.addEventListener("change", () => { sentence(form); $("#scopes-error", form)?.remove(); });
      sentence(form);
    });
    $$("[data-guard]", root).forEach((form) => {
      const tick = $("[data-stored]", form);
      const follow = () => { $("button", form).disabled = !tick.checked; };
      tick.addEventListener("change", follow);
      follow();
    });
    $$("form[data-filter]", root).forEach(live);
  }

  // The list follows the filter while it is typed.
  function live(form) {
    let waiting, running;
    const go = async () => {
      running?.abort();
      running = new AbortController();
      const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      const address = `${form.getAttribute("action")}?${query}`;
      try {
        const { page } = await load(address, { signal: running.signal });
        const found = $("#results", page);
        if (!found) return location.assign(address);
        $("#results").replaceWith(document.importNode(found, true));
        times($("#results"));
        history.replaceState(null, "", address);
        say($("#results").dataset.said);
      } catch (error) {
        if (error.name !== "AbortError") form.submit();
      }
    };
    form.addEventListener("input", (event) => {
      clearTimeout(waiting);
      waiting = setTimeout(go, event.target.type === "search" ? 200 : 0);
    });
    form.addEventListener("submit", (event) => { event.preventDefault(); go(); });
  }

  // A page that shows a key is not what its address leads to again, and is not kept for going back.
  const place = $("main").dataset.place;
  if (place) history.replaceState(null, "", place);
  addEventListener("pagehide", () => {
    if ($("[data-secret]")) {
      $$("[data-secret]").forEach((part) => { part.textContent = "shown once"; });
      if (dialog.open) dialog.close();
    }
  });

  // A one-time code comes behind the `#` of an address, which browsers keep to themselves.
  const code = $("[data-from-fragment]");
  if (code && location.hash.length > 1) {
    code.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
  }

  toError($("main"));
  enhance(document);
})();
