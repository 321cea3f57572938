// Statebook: which lines of a diagram belong to which states, and lighting some of them.
// Knows only the classes that the drawings have: box-nN on a box, from-nN and to-nN on a line.

const LIT = "statebook-lit";
const ON = "statebook-on";

const numbers = (element, start) => [...element.classList].filter((one) => one.startsWith(start)).map((one) => one.slice(start.length));

const linkOf = (element) => element.querySelector("a")?.getAttribute("xlink:href") ?? "";

// The boxes and lines of one drawing. A state with two boxes has one key: where its link leads.
export const read = (svg) => {
  const boxes = [...svg.querySelectorAll(".node[class*='box-n']")].map((element) => {
    const name = numbers(element, "box-")[0];
    return { element, name, key: linkOf(element) || name };
  });
  const keys = new Map(boxes.map(({ name, key }) => [name, key]));
  const ends = (element, start) => new Set(numbers(element, start).map((name) => keys.get(name)));
  const lines = [...svg.querySelectorAll(".edge")].map((element) => ({ element, from: ends(element, "from-"), to: ends(element, "to-") }));
  return { svg, boxes, lines, kept: null };
};

const paint = (drawing, chosen) => {
  drawing.svg.classList.toggle(LIT, chosen !== null);
  for (const { element } of [...drawing.boxes, ...drawing.lines]) element.classList.toggle(ON, chosen?.has(element) ?? false);
};

const boxesOf = (drawing, lines, keys) => {
  const touched = new Set(lines.flatMap(({ element }) => [...numbers(element, "from-"), ...numbers(element, "to-")]));
  return drawing.boxes.filter(({ name, key }) => keys.has(key) && touched.has(name));
};

const light = (drawing, lines, boxes) => paint(drawing, new Set([...lines, ...boxes].map(({ element }) => element)));

// Lights a state, its ways in and out, and their other ends.
export const lightState = (drawing, key) => {
  const lines = drawing.lines.filter(({ from, to }) => from.has(key) || to.has(key));
  const around = new Set([key]);
  for (const { from, to } of lines) {
    if (from.has(key)) to.forEach((one) => around.add(one));
    if (to.has(key)) from.forEach((one) => around.add(one));
  }
  light(drawing, lines, [...boxesOf(drawing, lines, around), ...drawing.boxes.filter((box) => box.key === key)]);
};

// Lights one line and the states that it joins.
export const lightLine = (drawing, element) => {
  const lines = drawing.lines.filter((line) => line.element === element);
  light(drawing, lines, boxesOf(drawing, lines, new Set(lines.flatMap(({ from, to }) => [...from, ...to]))));
};

// Lights a way through these states and keeps it lit; an empty way puts the light out.
export const keepWay = (drawing, keys) => {
  drawing.kept = keys.length ? keys : null;
  lightKept(drawing);
};

export const lightKept = (drawing) => {
  const keys = drawing.kept;
  if (keys === null) return paint(drawing, null);
  const lines = new Set();
  const boxes = new Set(keys.length === 1 ? drawing.boxes.filter(({ key }) => key === keys[0]) : []);
  keys.slice(1).forEach((to, at) => {
    const from = keys[at];
    const step = drawing.lines.filter((line) => line.from.has(from) && line.to.has(to));
    step.forEach((line) => lines.add(line));
    boxesOf(drawing, step, new Set([from, to])).forEach((box) => boxes.add(box));
  });
  light(drawing, [...lines], [...boxes]);
};

// Follows the pointer and the focus.
export const follow = (drawing) => {
  const at = (event) => {
    const element = event.target.closest(".node, .edge");
    const box = drawing.boxes.find((one) => one.element === element);
    if (box) lightState(drawing, box.key);
    else if (element?.classList.contains("edge")) lightLine(drawing, element);
    else lightKept(drawing);
  };
  const away = () => lightKept(drawing);
  drawing.svg.addEventListener("pointerover", (event) => event.pointerType !== "touch" && at(event));
  drawing.svg.addEventListener("pointerleave", away);
  drawing.svg.addEventListener("focusin", at);
  drawing.svg.addEventListener("focusout", away);
};
