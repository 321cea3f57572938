// Statebook: a diagram that fills the window, in a <dialog>. The drawing itself moves there and back.
import { zoomable } from "./statebook-zoom.js";

const button = (text, label, action) => {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  element.setAttribute("aria-label", label);
  element.title = label;
  element.addEventListener("click", action);
  return element;
};

// Moves an element; what it leaves behind is as high as it was. Returns the way back.
const borrow = (element, into) => {
  const gap = document.createElement("div");
  gap.style.blockSize = `${element.getBoundingClientRect().height}px`;
  const { marginBlock, flex } = getComputedStyle(element);
  Object.assign(gap.style, { marginBlock, flex });
  element.replaceWith(gap);
  into.append(element);
  return () => gap.replaceWith(element);
};

export const openLarge = (figure) => {
  const svg = figure.querySelector("svg.statebook-diagram");
  const finder = figure.querySelector(".statebook-finder");
  if (!svg) return; // it is open already
  const dialog = document.createElement("dialog");
  dialog.className = "statebook-large";
  dialog.setAttribute("aria-label", svg.querySelector("title").textContent);
  const bar = document.createElement("div");
  bar.className = "statebook-large-bar";
  const name = document.createElement("p");
  name.textContent = dialog.getAttribute("aria-label");
  const size = document.createElement("span");
  size.className = "statebook-large-size";
  const box = document.createElement("div");
  box.className = "statebook-large-box";
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "Diagram. Plus and minus zoom, 0 shows all of it, arrows move it.");
  dialog.append(bar, box);
  document.body.append(dialog);
  const back = [borrow(svg, box)];
  if (finder) {
    const foot = document.createElement("div");
    foot.className = "statebook-large-foot md-typeset";
    dialog.append(foot);
    back.push(borrow(finder, foot));
  }
  document.documentElement.classList.add("statebook-large-open");
  dialog.showModal();
  const view = zoomable(box, svg, (zoom) => (size.textContent = `${Math.round(zoom * 100)} %`));
  bar.append(
    name, size, button("−", "Zoom out", view.further), button("+", "Zoom in", view.closer),
    button("Fit", "Show all of it", view.reset), button("Close", "Close", () => dialog.close()),
  );
  dialog.addEventListener("keydown", (event) => {
    view.onKey(event);
    if (event.key !== "Escape") event.stopPropagation(); // the theme has keys of its own
  });
  dialog.addEventListener("close", () => {
    view.end();
    document.documentElement.classList.remove("statebook-large-open");
    back.forEach((giveBack) => giveBack());
    dialog.remove();
  });
  dialog.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = link.getAttribute("xlink:href") ?? link.getAttribute("href");
    event.preventDefault();
    dialog.close();
    location.assign(target);
  });
  box.focus();
};
