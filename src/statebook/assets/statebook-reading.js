// Statebook: where the reader is. Marks the state of the current section in every diagram and, where
// the theme does not, keeps the address at that section: replaced, never added to the history.

let headings = [];
let current = null;
let waiting = false;
let idle = 0;
let listening = false;

// Material's own tracking wins where it is switched on: two that write the address would fight.
const themeTracks = () => {
  try {
    return JSON.parse(document.getElementById("__config").textContent).features.includes("navigation.tracking");
  } catch {
    return false;
  }
};

const line = () => {
  const header = document.querySelector(".md-header");
  return (header && getComputedStyle(header).position !== "static" ? header.offsetHeight : 0) + 32;
};

// The last heading above the reading line; headings stand in the order of the page.
const find = () => {
  const limit = line();
  let [low, high] = [0, headings.length];
  while (low < high) {
    const half = (low + high) >> 1;
    if (headings[half].getBoundingClientRect().top <= limit) low = half + 1;
    else high = half;
  }
  return headings[low - 1]?.id ?? "";
};

const mark = (id) => {
  for (const link of document.querySelectorAll("svg.statebook-diagram .node a")) {
    const here = id !== "" && link.getAttribute("xlink:href") === `#${id}` && !link.closest(".copy");
    if (here) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
    link.closest(".node").classList.toggle("statebook-current", here);
  }
};

// A more exact address inside the current section, such as that of an attribute, stays.
const isInside = (id, section) => {
  const target = id && document.getElementById(id);
  if (!target) return false;
  const before = headings.filter((one) => one === target || one.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING);
  return (before.at(-1)?.id ?? "") === section;
};

const remember = () => {
  let id = location.hash.slice(1);
  try {
    id = decodeURIComponent(id);
  } catch {
    // not our address
  }
  if (current === null || isInside(id, current)) return;
  const hash = current ? `#${encodeURIComponent(current)}` : "";
  history.replaceState(history.state, "", `${location.pathname}${location.search}${hash}`);
};

const look = () => {
  waiting = false;
  if (!headings.length || !headings[0].isConnected || document.querySelector("dialog.statebook-large")) return;
  const id = find();
  if (id !== current) mark(id);
  current = id;
};

const onScroll = () => {
  if (!waiting) requestAnimationFrame(look);
  waiting = true;
  clearTimeout(idle);
  if (!themeTracks()) idle = setTimeout(() => headings[0]?.isConnected && remember(), 250);
};

export const startReading = () => {
  headings = [...document.querySelectorAll(".statebook-prose h2[id]")];
  current = null;
  if (!listening) addEventListener("scroll", onScroll, { passive: true });
  listening = true;
  look();
};
