// Statebook: zoom and pan in a drawing that fills a box, by mouse, wheel, touch and keyboard.
// Moves the drawing's viewBox, so that lines and letters stay sharp at every size.

const STEP = 1.25;
const CLOSEST = 12;
const PAN = 60; // pixels a key press
const THRESHOLD = 5; // pixels that a click may tremble

const middle = (points) => ({ x: (points[0].x + points[1].x) / 2, y: (points[0].y + points[1].y) / 2 });
const distance = (points) => Math.hypot(points[0].x - points[1].x, points[0].y - points[1].y);

// Returns what the buttons do, and `end`, which gives the drawing back as it was.
export const zoomable = (box, svg, changed) => {
  const original = svg.getAttribute("viewBox");
  const [left, top, width, height] = original.split(/[\s,]+/).map(Number);
  const controller = new AbortController();
  const on = (target, name, listener, more = {}) => target.addEventListener(name, listener, { signal: controller.signal, ...more });
  const pointers = new Map();
  let view = { x: left, y: top, zoom: 1 };
  let moved = false;
  let press = null;

  // How the drawing lies in the box: pixels a unit at zoom 1, and what is left beside it.
  const fit = () => Math.min(box.clientWidth / width, box.clientHeight / height) || 1;

  const apply = () => {
    const [wide, high] = [width / view.zoom, height / view.zoom];
    view.x = Math.min(Math.max(view.x, left - wide / 2), left + width - wide / 2);
    view.y = Math.min(Math.max(view.y, top - high / 2), top + height - high / 2);
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${wide} ${high}`);
    changed(view.zoom);
  };

  const pan = (x, y) => {
    view.x -= x / (fit() * view.zoom);
    view.y -= y / (fit() * view.zoom);
    apply();
  };

  // Zooms so that what lies under a point of the box, in pixels from its middle, stays there.
  const zoom = (factor, { x, y } = { x: 0, y: 0 }) => {
    const next = Math.min(Math.max(view.zoom * factor, 1), CLOSEST);
    const centre = { x: view.x + width / view.zoom / 2, y: view.y + height / view.zoom / 2 };
    const move = 1 / (fit() * view.zoom) - 1 / (fit() * next);
    view = { x: centre.x + x * move - width / next / 2, y: centre.y + y * move - height / next / 2, zoom: next };
    apply();
  };

  const reset = () => {
    view = { x: left, y: top, zoom: 1 };
    apply();
  };

  const fromMiddle = (event) => {
    const frame = box.getBoundingClientRect();
    return { x: event.clientX - frame.left - frame.width / 2, y: event.clientY - frame.top - frame.height / 2 };
  };

  on(box, "wheel", (event) => {
    event.preventDefault();
    const pixels = event.deltaY * [1, 16, box.clientHeight][event.deltaMode];
    zoom(Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.002)), fromMiddle(event));
  }, { passive: false });

  on(box, "pointerdown", (event) => {
    if (event.button) return;
    if (!pointers.size) moved = false;
    press = fromMiddle(event);
    pointers.set(event.pointerId, press);
  });

  on(box, "pointermove", (event) => {
    if (!pointers.has(event.pointerId)) return;
    const before = [...pointers.values()];
    const last = pointers.get(event.pointerId);
    const now = fromMiddle(event);
    if (!moved && pointers.size === 1 && Math.hypot(now.x - press.x, now.y - press.y) < THRESHOLD) return;
    moved = true;
    if (!box.hasPointerCapture(event.pointerId)) box.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, now);
    const after = [...pointers.values()];
    if (after.length === 1) pan(now.x - last.x, now.y - last.y);
    if (after.length === 2) {
      const [old, fresh] = [middle(before), middle(after)];
      pan(fresh.x - old.x, fresh.y - old.y);
      if (distance(before) > 0) zoom(distance(after) / distance(before), fresh);
    }
  });

  for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) on(box, name, (event) => pointers.delete(event.pointerId));
  on(box, "dragstart", (event) => event.preventDefault());
  on(box, "click", (event) => {
    if (moved) {
      event.preventDefault();
      event.stopPropagation();
    }
    moved = false;
  }, { capture: true });

  // A link that the keyboard reaches comes into sight.
  on(svg, "focusin", (event) => {
    const [frame, link] = [box.getBoundingClientRect(), event.target.getBoundingClientRect()];
    const inside = link.left >= frame.left && link.right <= frame.right && link.top >= frame.top && link.bottom <= frame.bottom;
    if (view.zoom > 1 && !inside) {
      pan((frame.left + frame.right - link.left - link.right) / 2, (frame.top + frame.bottom - link.top - link.bottom) / 2);
    }
  });

  const keys = {
    "+": () => zoom(STEP), "=": () => zoom(STEP), "-": () => zoom(1 / STEP), _: () => zoom(1 / STEP), 0: reset,
    ArrowLeft: () => pan(PAN, 0), ArrowRight: () => pan(-PAN, 0), ArrowUp: () => pan(0, PAN), ArrowDown: () => pan(0, -PAN),
  };

  const onKey = (event) => {
    if (event.target.closest("select, input, textarea") || event.altKey || event.ctrlKey || event.metaKey || !(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  };

  const end = () => {
    controller.abort();
    svg.setAttribute("viewBox", original);
  };

  apply();
  return { closer: () => zoom(STEP), further: () => zoom(1 / STEP), reset, onKey, end };
};
