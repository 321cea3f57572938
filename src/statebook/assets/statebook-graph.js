// Statebook: the shortest way between two states. Numbers only; knows no page.

// For every state with a way to `target`: how many transitions away it is.
const distances = (ways, target) => {
  const leading = new Map();
  for (const way of ways) leading.set(way[1], [...(leading.get(way[1]) ?? []), way]);
  const found = new Map([[target, 0]]);
  for (const place of found.keys()) {
    for (const [from] of leading.get(place) ?? []) if (!found.has(from)) found.set(from, found.get(place) + 1);
  }
  return found;
};

// The fewest ways ([from, to, trigger]) from one state to another, among equals the first in the
// spec; empty for the same state, null when there is none.
export const shortestWay = (ways, source, target) => {
  const distance = distances(ways, target);
  if (!distance.has(source)) return null;
  const path = [];
  for (let place = source; place !== target; place = path.at(-1)[1]) {
    path.push(ways.find(([from, to]) => from === place && distance.get(to) === distance.get(place) - 1));
  }
  return path;
};
