"use strict";

// The page as a whole: one state, from which everything that is shown follows.

let current = { lines: [], nodes: [] }; // the lines of the table and of what is shared, and its things
let drawn = {};

/** Change the state and show it: a choice of one thing ends the choice of another. */
function go(change, { isNew = true } = {}) {
  const choices = ["node", "edge", "passage", "story", "path", "pathFrom"];
  const chooses = choices.some((name) => name in change);
  const ended = chooses ? Object.fromEntries(choices.map((name) => [name, undefined])) : {};
  // The thing stays in the panel while the other end of a path is sought, and its depth with it.
  if ("pathFrom" in change) ended.node = change.pathFrom;
  if (chooses && change.node !== state.node) ended.depth = 0;
  state = { ...state, ...ended, ...change };
  remember(isNew);
  show();
}

function remember(isNew) {
  const hash = `#${address()}`;
  if (hash === (location.hash || "#")) return;
  try {
    history[isNew ? "pushState" : "replaceState"](null, "", hash);
  } catch { /* a frame in a notebook has no address to change */ }
}

function show() {
  keepFocus(showAll);
}

/** Make something anew, and give the focus back to what then stands for what had it. */
function keepFocus(make) {
  const had = document.activeElement;
  const around = ["panel", "lines", "legend"].map(at).find((one) => one.contains(had));
  const text = had?.textContent;
  make();
  if (!around || had.isConnected && had.checkVisibility()) return;
  const same = [...around.querySelectorAll("button, summary")].find((one) => one.textContent === text && one.checkVisibility());
  (same ?? around.querySelector("summary") ?? around).focus({ preventScroll: true });
}

function showAll() {
  if (state.all) bring(data.nodes.map(({ id }) => id));
  if (state.node !== undefined) bring([state.node, ...[...within(state.node, state.depth || 1)].slice(0, 2000)]);
  const isRead = state.read ?? isWide();
  document.body.classList.toggle("reads", isRead && data.passages.length > 0);
  at("read").ariaExpanded = String(isRead);
  at("read").hidden = !data.passages.length;
  at("notable").hidden = !state.table;
  at("table").ariaExpanded = String(state.table);
  fillLegend();
  picture.setSize("100%", "100%"); // what opened or closed beside it left it another
  const view = shown();
  const lit = chosen(view);
  current = { lines: tableLines(view, lit), nodes: [...(lit ?? view).nodes] };
  paint(view, lit);
  at("panel").replaceChildren(...(state.pathFrom === undefined ? [] : [asked()]), ...warned(), ...about());
  at("panel").scrollTop = 0;
  markReader();
  at("message").textContent = "";
  at("facts").ariaPressed = String(state.factsOnly);
  if (state.table) fillTable(view, lit);
  arrange(lit);
}

/** What the panel says while the other end of a path is sought. */
function asked() {
  const made = holder("p", element("strong", word("pathHint")), button(word("stop"), () => go({ node: state.pathFrom }), "action"));
  made.role = "status";
  return made;
}

/** Bring what was newly chosen into view; what was only repainted stays where it is. */
function arrange(lit) {
  const key = [state.node, state.depth, state.path, state.passage, state.edge].join("|");
  if (key === drawn.key) return;
  // At first the whole, and whenever a neighbourhood is entered or left.
  const isOther = drawn.key === undefined || state.depth || drawn.depth;
  drawn = { key, depth: state.depth };
  if (isOther) overview();
  if (state.depth) return;
  if (state.node !== undefined) reveal([state.node]);
  else if (lit && lit.nodes.size && state.story === undefined) reveal([...lit.nodes]);
}

const isWide = () => window.matchMedia("(min-width: 80rem)").matches;

function clear() {
  go({ noTypes: new Set(), noRelations: new Set(), noKinds: new Set(), factsOnly: false });
}

// Buttons and keys.

at("fit").addEventListener("click", () => {
  go({ ...START, noTypes: state.noTypes, noRelations: state.noRelations, noKinds: state.noKinds, factsOnly: state.factsOnly, all: state.all, table: state.table, read: state.read });
  if (at("move").ariaPressed !== "true") putBack();
  overview();
});
at("closer").addEventListener("click", () => zoom(1.25));
at("farther").addEventListener("click", () => zoom(0.8));
at("facts").addEventListener("click", () => go({ factsOnly: !state.factsOnly }));
at("table").addEventListener("click", () => { rows = ROWS; go({ table: !state.table }); });
at("read").addEventListener("click", () => go({ read: !(state.read ?? isWide()) }));
at("clear").addEventListener("click", clear);
at("skip").addEventListener("click", (event) => { event.preventDefault(); go({ table: true }); at("lines").focus(); });
at("move").addEventListener("click", () => {
  const on = at("move").ariaPressed !== "true";
  at("move").ariaPressed = String(on);
  move(on);
});
at("language").addEventListener("click", () => speakIn(language === "en" ? "pa" : "en"));

function speakIn(wanted, isAsked = true) {
  language = wanted;
  translate();
  entitle();
  retitle();
  fillReader();
  if (isAsked) remember(true);
  show();
}

function entitle() {
  const heading = inLanguage(data, "title");
  document.title = heading;
  document.querySelector("h1").textContent = heading;
  speak(document.querySelector("h1"));
  // The name of the other language, in that language.
  at("language").lang = language === "en" ? "pa" : "en";
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  if (at("share").open) {
    at("share").open = false;
    at("share").querySelector("summary").focus();
  } else go({ node: undefined });
});
document.addEventListener("pointerdown", ({ target }) => { if (!at("share").contains(target)) at("share").open = false; });
at("picture").addEventListener("keydown", (event) => {
  const act = { ArrowLeft: () => step(-60, 0), ArrowRight: () => step(60, 0), ArrowUp: () => step(0, -60), ArrowDown: () => step(0, 60), "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8) }[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
});

picture.on("click", ({ nodes: [node], edges: [edge], pointer: { canvas } }) => {
  const words = written.find((box) => !apart(box, around(canvas.x, canvas.y, 0, 0)));
  const found = node === undefined && words ? { node: words.node, edge: words.edge } : { node, edge: node === undefined ? edge : undefined };
  if (found.node !== undefined) choose(found.node);
  else go({ edge: found.edge });
});

window.addEventListener("hashchange", read);
window.addEventListener("popstate", read);
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); show(); });
// On paper all is light, whatever the screen is.
function dress(forPaper) {
  document.documentElement.toggleAttribute("data-paper", forPaper);
  readColours();
  show();
  picture.redraw();
}
window.addEventListener("beforeprint", () => {
  dress(true);
  at("print").src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg())}`;
});
window.addEventListener("afterprint", () => dress(false));

/** Show what the address asks for. */
function read() {
  state = stateOf(location.hash.slice(1));
  const wanted = new URLSearchParams(location.hash.slice(1)).get("lang") === "pa" ? "pa" : "en";
  if (wanted === language) show();
  else speakIn(wanted, false);
}

translate();
entitle();
fillReader();
read();
