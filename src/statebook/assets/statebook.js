// Statebook: language tabs, code that stays beside its prose, tables that scroll by keyboard.
// Everything can be read without this script; it is safe to run it again on the same page.
// What only pages with diagrams need is in its siblings, fetched when there is a diagram.
(() => {
  "use strict";

  const KEY = "statebook.language";
  const CODE_KEY = "statebook.code";
  const PARAMETER = "lang";
  const SIBLING = new URL("statebook-diagram.js", document.currentScript.src).href;
  const FINDABLE = "onbeforematch" in document.documentElement ? "until-found" : "";
  const ALIASES = { bash: "shell", curl: "shell", sh: "shell", py: "python", js: "javascript", node: "javascript", ts: "typescript", rb: "ruby", golang: "go" };
  let counter = 0;
  let watcher = null;

  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // a browser that keeps nothing
    }
  };

  const store = (key, value) => {
    try {
      localStorage.setItem(key, value);
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
  const isVariants = (group) => group.classList.contains("statebook-tabs--variants");
  const valueOf = (panel) => panel.dataset.statebookLanguage ?? panel.dataset.statebookVariant;

  // Shows one language, or one variant, in a group that has it; a group without it stays as it is.
  const show = (group, value) => {
    const all = panels(group);
    if (!all.some((panel) => valueOf(panel) === value)) return;
    all.forEach((panel, position) => {
      const chosen = valueOf(panel) === value;
      const button = buttons(group)[position];
      button.setAttribute("aria-selected", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
      if (chosen) panel.removeAttribute("hidden");
      else panel.setAttribute("hidden", FINDABLE);
    });
  };

  const showEverywhere = (language) => {
    document.querySelectorAll(".statebook-tabs--live:not(.statebook-tabs--variants)").forEach((group) => show(group, language));
  };

  // A reader's choice of a language: the whole page follows, and what the reader looks at does not
  // move. The choice of a variant is for this answer alone.
  const choose = (language, beside) => {
    if (isVariants(beside)) return show(beside, language);
    const before = beside.getBoundingClientRect().top;
    showEverywhere(language);
    store(KEY, language);
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
    choose(valueOf(panels(group)[target]), group);
  };

  const setUpTabs = (group) => {
    const number = ++counter;
    const list = document.createElement("div");
    list.className = "statebook-tablist";
    list.setAttribute("role", "tablist");
    const variants = isVariants(group);
    list.setAttribute("aria-label", variants ? "Attributes" : "Language");
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
      button.addEventListener("click", () => choose(valueOf(panel), group));
      panel.addEventListener("beforematch", () => (variants ? show(group, valueOf(panel)) : showEverywhere(valueOf(panel))));
      list.append(button);
    });
    group.prepend(list);
    group.classList.add("statebook-tabs--live");
    group.addEventListener("keydown", (event) => onKey(event, group));
    show(group, valueOf(panels(group)[0]));
  };

  // Hides the code column, or shows it again; what the reader looks at does not move.
  const showCode = (shown, button) => {
    document.documentElement.classList.toggle("statebook-code-hidden", !shown);
    const label = shown ? "Hide the code" : "Show the code";
    button.setAttribute("aria-label", label);
    button.title = label;
  };

  const toggleCode = (button) => {
    const shown = document.documentElement.classList.contains("statebook-code-hidden");
    const rows = [...document.querySelectorAll(".statebook-row")];
    const seen = rows.find((row) => row.getBoundingClientRect().bottom > 100);
    const before = seen?.getBoundingClientRect().top;
    showCode(shown, button);
    store(CODE_KEY, shown ? "shown" : "hidden");
    if (seen && before < 0) scrollBy({ top: seen.getBoundingClientRect().top - before, behavior: "instant" });
  };

  const codeIcon = () => {
    const make = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);
    const [icon, path] = [make("svg"), make("path")];
    icon.setAttribute("viewBox", "0 0 24 24");
    icon.setAttribute("aria-hidden", "true");
    path.setAttribute("d", "M8.5 6.5 3 12l5.5 5.5M15.5 6.5 21 12l-5.5 5.5");
    icon.append(path);
    return icon;
  };

  // In the theme's header, where it is always at hand; without one, above the page.
  const setUpCodeButton = () => {
    document.querySelectorAll(".statebook-code-button").forEach((one) => one.remove());
    const first = document.querySelector(".statebook-row");
    if (!first || !document.querySelector(".statebook-code")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "statebook-code-button md-header__button md-icon";
    button.append(codeIcon());
    button.addEventListener("click", () => toggleCode(button));
    const search = document.querySelector(".md-header__inner > :is(.md-header__button[for='__search'], .md-search)");
    if (search) search.before(button);
    else first.before(button);
    showCode(stored(CODE_KEY) !== "hidden", button);
    document.documentElement.classList.add("statebook-live"); // the place kept for the button is taken
  };

  // In the contents, what stands below an entry can be folded away. The parts of a state, which are alike in all
  // states, are folded to begin with; states of a group are not.
  const setUpFolds = () => {
    document.querySelectorAll(".md-nav--secondary .md-nav__item:not(.statebook-folds) > .md-nav__link + .md-nav").forEach((part) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "statebook-fold";
      const below = [...part.querySelectorAll(":scope > ul > li > a")].map((one) => document.getElementById(decodeURIComponent(one.hash.slice(1))));
      button.setAttribute("aria-expanded", String(!below.every((one) => one?.tagName === "H3")));
      button.setAttribute("aria-label", `${part.getAttribute("aria-label")}: what belongs to it`);
      button.addEventListener("click", () => button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") !== "true")));
      part.before(button);
      part.parentElement.classList.add("statebook-folds");
    });
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

  // The row of a state that has a page of its own leads on to it: links to the page that once held it stay right.
  const leadOn = () => {
    const named = (hash) => {
      try {
        return decodeURIComponent(hash.slice(1));
      } catch {
        return ""; // not our address
      }
    };
    const row = document.getElementById(named(location.hash))?.closest("tr.statebook-target");
    const link = row?.cells[0].querySelector("a[href]");
    if (!link || named(link.hash) !== row.id || link.pathname === location.pathname) return;
    const target = new URL(link.href);
    target.search = location.search;
    location.replace(target);
  };

  const start = () => {
    leadOn();
    document.querySelectorAll(".statebook-tabs:not(.statebook-tabs--live)").forEach(setUpTabs);
    for (const language of [stored(KEY), fromAddress()]) if (language) showEverywhere(language);
    setUpCodeButton();
    if (document.querySelector(".statebook-row")) setUpFolds();
    if (document.querySelector(".statebook-figure")) import(SIBLING).then(({ start: instruments }) => instruments());
    watcher?.disconnect();
    watcher = new ResizeObserver(measure);
    document.querySelectorAll(".statebook-scroll, .statebook-code").forEach((one) => watcher.observe(one));
    measure();
  };

  addEventListener("resize", measure);
  addEventListener("hashchange", leadOn);
  if (document.readyState === "loading" && document.querySelector(".statebook-row")) start(); // before the first picture
  if (typeof document$ !== "undefined") document$.subscribe(start); // Material: also after instant navigation
  else if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
