// Statebook: "how do I get from one state to another?", below the diagram of a whole machine.
import { shortestWay } from "./statebook-graph.js";
import { keepWay } from "./statebook-light.js";

let counter = 0;

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

const code = (name, link) => {
  const text = make("code", {}, name);
  return link ? make("a", { href: link }, text) : text;
};

const choice = (label, states) => {
  const id = `statebook-choice-${++counter}`;
  const select = make("select", { id }, make("option", { value: "" }, "a state"), ...states.map(([name], at) => make("option", { value: at }, name)));
  return { select, field: make("div", { class: "statebook-field" }, make("label", { for: id }, label), select) };
};

// What to do for each part of the way: a call, or a wait through states that follow by themselves.
const parts = (path, triggers) => {
  const found = [];
  for (const [, to, trigger] of path) {
    const [name, link, called] = triggers[trigger];
    const last = found.at(-1);
    if (called) found.push({ call: [name, link], states: [to] });
    else if (last && !last.call) last.states.push(to);
    else found.push({ call: null, states: [to] });
  }
  return found;
};

// "Call publish to reach queued; then wait for processing_dataset, then idle."
const sentence = (path, { states, triggers }) => {
  const words = [];
  parts(path, triggers).forEach(({ call, states: reached }, at) => {
    const verb = call ? "call " : "wait for ";
    words.push(at ? `; then ${verb}` : verb[0].toUpperCase() + verb.slice(1));
    if (call) words.push(code(...call), " to reach ");
    reached.forEach((one, place) => words.push(...(place ? [", then "] : []), code(...states[one])));
  });
  return [...words, "."];
};

const steps = (path, { states, triggers }) =>
  path.map(([, to, trigger]) => {
    const [name, link, called] = triggers[trigger];
    const verb = make("span", { class: `statebook-step-verb${called ? " statebook-step-verb--call" : ""}` }, called ? "Call" : "Wait for");
    return make("li", {}, verb, " ", code(name, link), make("span", { class: "statebook-step-arrow" }, " → "), code(...states[to]));
  });

const chosen = ({ select }) => (select.value === "" ? null : Number(select.value));

// Picks a state by a click in the diagram, or by Enter on its link, as long as it is asked for.
const picking = (drawing, data, from, to, button, tell, update) => {
  let wanted = null;
  const ask = (which) => {
    wanted = which;
    drawing.svg.classList.toggle("statebook-picking", which !== null);
    button.setAttribute("aria-pressed", String(which !== null));
    if (which) tell(which === from ? "Choose in the diagram where to start." : "Now choose where to go.");
  };
  button.addEventListener("click", () => (wanted ? (ask(null), update()) : ask(from)));
  drawing.svg.addEventListener("click", (event) => {
    if (!wanted) return;
    event.preventDefault();
    event.stopPropagation();
    const box = drawing.boxes.find(({ element }) => element === event.target.closest(".node"));
    const state = box ? data.states.findIndex(([, link]) => link === box.key) : -1;
    if (state < 0) return;
    wanted.select.value = String(state);
    if (wanted === from) {
      to.select.value = "";
      keepWay(drawing, [box.key]);
      ask(to);
    } else {
      ask(null);
      update();
    }
  }, true);
  return () => ask(null);
};

export const setUpFinder = (place, drawing) => {
  const data = JSON.parse(place.querySelector(".statebook-machine").content.textContent);
  const [from, to] = [choice("From", data.states), choice("to", data.states)];
  const swap = make("button", { type: "button", "aria-label": "Swap the two states", title: "Swap" }, "⇄");
  const pick = make("button", { type: "button", "aria-pressed": "false" }, "Choose in the diagram");
  const clear = make("button", { type: "button", hidden: "" }, "Clear");
  const status = make("p", { class: "statebook-way-words", role: "status" });
  const list = make("ol", { class: "statebook-steps" });
  const question = make("p", { class: "statebook-finder-title", id: `statebook-finder-${++counter}` }, "How to get from one state to another");

  const tell = (...words) => {
    status.replaceChildren(...words);
    list.replaceChildren();
  };

  const update = () => {
    const [source, target] = [chosen(from), chosen(to)];
    clear.hidden = source === null && target === null;
    const path = source === null || target === null ? [] : shortestWay(data.ways, source, target);
    const link = (state) => data.states[state][1];
    tell();
    if (source !== null && target !== null) {
      const [start, end] = [code(...data.states[source]), code(...data.states[target])];
      if (path === null) tell("There is no way from ", start, " to ", end, ".");
      else if (!path.length) tell("That is the same state: nothing to do.");
      else {
        tell(...sentence(path, data));
        list.replaceChildren(...steps(path, data));
      }
    }
    const way = path?.length ? [source, ...path.map((one) => one[1])] : [source ?? target].filter((one) => one !== null && data.boxes);
    if (data.boxes) keepWay(drawing, way.map(link));
  };

  const stop = picking(drawing, data, from, to, pick, tell, update);
  for (const { select } of [from, to]) select.addEventListener("change", () => (stop(), update()));
  swap.addEventListener("click", () => {
    [from.select.value, to.select.value] = [to.select.value, from.select.value];
    stop();
    update();
  });
  clear.addEventListener("click", () => {
    from.select.value = to.select.value = "";
    stop();
    update();
    from.select.focus();
  });
  pick.hidden = !data.boxes;
  const controls = make("div", { class: "statebook-finder-controls" }, from.field, to.field, swap, pick, clear);
  const hint = make("p", { class: "statebook-finder-hint" }, "The fewest steps. Conditions stand in the section of each state.");
  place.append(make("div", { role: "group", "aria-labelledby": question.id }, question, controls, status, list, hint));
};
