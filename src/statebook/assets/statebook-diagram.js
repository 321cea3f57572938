// Statebook: the diagrams of a page become instruments. Loaded by statebook.js where there are any.
import { setUpFinder } from "./statebook-finder.js";
import { openLarge } from "./statebook-large.js";
import { follow, read } from "./statebook-light.js";
import { startReading } from "./statebook-reading.js";

const button = (text, action) => {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "statebook-figure-button";
  element.textContent = text;
  element.addEventListener("click", action);
  return element;
};

const setUp = (figure, whole) => {
  const svg = figure.querySelector("svg.statebook-diagram");
  const finder = figure.querySelector(".statebook-finder");
  const drawing = read(svg);
  follow(drawing);
  const tools = document.createElement("span");
  tools.className = "statebook-figure-tools";
  tools.append(button("Open large", () => openLarge(figure)));
  if (whole && whole !== figure) tools.append(button("Whole machine", () => openLarge(whole)));
  figure.querySelector("figcaption > a").before(tools);
  if (finder) setUpFinder(finder, drawing);
  figure.classList.add("statebook-figure--live");
  const box = svg.parentElement; // where it scrolls, on a phone, what matters stands in the middle
  box.scrollLeft = (box.scrollWidth - box.clientWidth) / 2;
};

export const start = () => {
  document.querySelectorAll("dialog.statebook-large").forEach((dialog) => dialog.remove());
  const whole = document.querySelector(".statebook-finder")?.closest(".statebook-figure");
  document.querySelectorAll(".statebook-figure:not(.statebook-figure--live)").forEach((figure) => setUp(figure, whole));
  startReading();
};
