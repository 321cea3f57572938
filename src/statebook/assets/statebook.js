// Statebook: language tabs, code that stays beside its prose, tables that scroll by keyboard.
// Everything can be read without this script; it is safe to run it again on the same page.
(() => {
  "use strict";

  const KEY = "statebook.language";
  const PARAMETER = "lang";
  const FINDABLE = "onbeforematch" in document.documentElement ? "until-found" : "";
  const ALIASES = { bash: "shell", curl: "shell", sh: "shell", py: "python", js: "javascript", node: "javascript", ts: "typescript", rb: "ruby", golang: "go" };
  let counter = 0;
  let watcher = null;

  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // a browser that keeps nothing
    }
  };

  const store = (language) => {
    try {
      localStorage.setItem(KEY, language);
    } catch {
      // the choice then lasts as long as the page
    }
  };

  const fromAddress = () => {
    const language = new URLSearchParams(location.search).get(PARAMETER)?.toLowerCase();
    return ALIASES[language] ?? language;
  };

  const panels = (group) => [...group.querySelectorAll(":scope > .statebook-tab")];
  const buttons = (group) => [...group.querySelectorAll(":scope > .statebook-tablist > button")];
  const languageOf = (panel) => panel.dataset.statebookLanguage;

  // Shows one language in a group that has it; a group without it stays as it is.
  const show = (group, language) => {
    const all = panels(group);
    if (!all.some((panel) => languageOf(panel) === language)) return;
    all.forEach((panel, position) => {
      const chosen = languageOf(panel) === language;
      const button = buttons(group)[position];
      button.setAttribute("aria-selected", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
      if (chosen) panel.removeAttribute("hidden");
      else panel.setAttribute("hidden", FINDABLE);
    });
  };

  const showEverywhere = (language) => {
    document.querySelectorAll(".statebook-tabs--live").forEach((group) => show(group, language));
  };

  // A reader's choice: the whole page follows, and what the reader looks at does not move.
  const choose = (language, beside) => {
    const before = beside.getBoundingClientRect().top;
    showEverywhere(language);
    store(language);
    const address = new URL(location.href);
    if (address.searchParams.has(PARAMETER)) {
      address.searchParams.set(PARAMETER, language);
      history.replaceState(history.state, "", address);
    }
    scrollBy({ top: beside.getBoundingClientRect().top - before, behavior: "instant" });
  };

  const onKey = (event, group) => {
    const all = buttons(group);
    const at = all.indexOf(document.activeElement);
    const towards = getComputedStyle(group).direction === "rtl" ? -1 : 1;
    const target = {
      ArrowRight: (at + towards + all.length) % all.length,
      ArrowLeft: (at - towards + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (at < 0 || target === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    all[target].focus({ preventScroll: true });
    choose(languageOf(panels(group)[target]), group);
  };

  const setUpTabs = (group) => {
    const number = ++counter;
    const list = document.createElement("div");
    list.className = "statebook-tablist";
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", "Language");
    panels(group).forEach((panel, position) => {
      const button = document.createElement("button");
      button.type = "button";
      button.id = `statebook-tab-${number}-${position}`;
      button.textContent = panel.querySelector(".statebook-tab-label").textContent;
      button.setAttribute("role", "tab");
      panel.id ||= `statebook-panel-${number}-${position}`;
      button.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", button.id);
      button.addEventListener("click", () => choose(languageOf(panel), group));
      panel.addEventListener("beforematch", () => showEverywhere(languageOf(panel)));
      list.append(button);
    });
    group.prepend(list);
    group.classList.add("statebook-tabs--live");
    group.addEventListener("keydown", (event) => onKey(event, group));
    show(group, languageOf(panels(group)[0]));
  };

  const headingBefore = (element) => {
    for (let one = element; one; one = one.previousElementSibling) {
      if (/^H[1-6]$/.test(one.tagName) && one.id) return one;
    }
    return null;
  };

  // A box that scrolls can be reached by keyboard and says what it holds.
  const markBox = (box, scrolls) => {
    if (!scrolls) {
      ["tabindex", "role", "aria-labelledby", "aria-label"].forEach((name) => box.removeAttribute(name));
      return;
    }
    const heading = headingBefore(box);
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    if (heading) box.setAttribute("aria-labelledby", heading.id);
    else box.setAttribute("aria-label", "Scrolls sideways");
  };

  // Everything is read before anything is written, so that a page of a thousand tables stays quick.
  const measure = () => {
    const header = document.querySelector(".md-header");
    const top = header && getComputedStyle(header).position !== "static" ? header.offsetHeight : 0;
    const boxes = [...document.querySelectorAll(".statebook-scroll")];
    const scrolls = boxes.map((box) => box.scrollWidth > box.clientWidth + 1);
    const codes = [...document.querySelectorAll(".statebook-code")];
    const fits = codes.map((code) => code.offsetHeight <= innerHeight - top);
    document.documentElement.style.setProperty("--statebook-top", `${top}px`);
    boxes.forEach((box, position) => markBox(box, scrolls[position]));
    codes.forEach((code, position) => code.classList.toggle("statebook-code--follows", fits[position]));
  };

  const start = () => {
    document.querySelectorAll(".statebook-tabs:not(.statebook-tabs--live)").forEach(setUpTabs);
    for (const language of [stored(), fromAddress()]) if (language) showEverywhere(language);
    watcher?.disconnect();
    watcher = new ResizeObserver(measure);
    document.querySelectorAll(".statebook-scroll, .statebook-code").forEach((one) => watcher.observe(one));
    measure();
  };

  addEventListener("resize", measure);
  if (typeof document$ !== "undefined") document$.subscribe(start); // Material: also after instant navigation
  else if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
