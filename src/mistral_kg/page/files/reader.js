"use strict";

// Beside the picture: the sentences in order, the table of all lines, the legend with its filters,
// and the search.

// The reader.

function fillReader() {
  at("passages").replaceChildren(...data.passages.map((passage) => {
    const made = button("", () => go({ passage: passage.id }), "passage");
    made.append(element("span", passage.sentence, "sentence"), " ", element("span", gistOf(passage)));
    made.dataset.passage = passage.id;
    return holder("li", made);
  }));
  at("story").max = Math.max(0, data.passages.length - 1);
}

function markReader() {
  const here = state.passage ?? state.story;
  const lit = new Set(state.edge === undefined ? [] : data.edges[state.edge].sentences);
  for (const made of at("passages").querySelectorAll("button")) {
    const passage = data.passages[made.dataset.passage];
    const isHere = passage.id === here;
    if (isHere) made.setAttribute("aria-current", "true");
    else made.removeAttribute("aria-current");
    made.classList.toggle("lit", lit.has(passage.sentence));
    made.classList.toggle("later", state.story !== undefined && passage.id > state.story);
    if (isHere || (here === undefined && passage.sentence === [...lit][0])) scrollTo(made);
  }
  at("story").value = here ?? 0;
  const now = data.passages[here ?? 0];
  at("story").setAttribute("aria-valuetext", now ? `${now.sentence}: ${gistOf(now)}` : "");
}

/** Scroll the list of sentences, and nothing else, to one of them. */
function scrollTo(made) {
  const box = at("passages");
  const { top, bottom } = made.getBoundingClientRect();
  const outer = box.getBoundingClientRect();
  if (top < outer.top || bottom > outer.bottom) box.scrollTop += top - outer.top - outer.height / 3;
}

// One entry of the history for the whole way, so that Back leads to what was chosen before.
at("story").addEventListener("input", () => go({ story: Number(at("story").value) }, { isNew: state.story === undefined }));

// The table.

const ROWS = 300; // at first; a browser is slow to lay out thousands
let rows = ROWS;

/** The lines of the table in the order of the article: those chosen, else all that are shown. */
function tableLines(view, lit) {
  const found = view.edges.filter(({ id }) => !lit || lit.edges.has(id));
  return found.sort((one, other) => firstPlace(one) - firstPlace(other) || one.id - other.id);
}

function fillTable(view, lit) {
  const lines = tableLines(view, lit);
  const cell = (parts) => holder("td", ...parts);
  const row = (edge) => {
    const made = holder("tr", cell([statement(edge), ...remarksOf(edge)]), cell([badge(edge)]),
      cell([element("span", inLanguage(edge, "speaker"))]), cell(sentencesOf(edge)));
    made.ariaSelected = String(edge.id === state.edge);
    return made;
  };
  const heads = ["statement", "kind", "who", "sentences"].map((name) => {
    const made = element("th", word(name));
    made.scope = "col";
    return made;
  });
  const caption = element("caption", [word("rows", lines.length, data.edges.length), ...(lit ? [word("onlyChosen")] : [])].join(" "));
  at("lines").replaceChildren(
    holder("table", caption, holder("thead", holder("tr", ...heads)), holder("tbody", ...lines.slice(0, rows).map(row))),
    ...(lines.length > rows ? [button(word("more"), () => { rows += ROWS; keepFocus(() => fillTable(view, lit)); }, "action")] : []),
  );
}

// The legend and the filters.

function toggle(set, name) {
  const next = new Set(state[set]);
  if (!next.delete(name)) next.add(name);
  go({ [set]: next });
}

function filter(set, name, label, number, mark = "") {
  const made = button("", () => toggle(set, name), "filter");
  made.ariaPressed = String(!state[set].has(name) && !(set === "noKinds" && state.factsOnly && name !== "fact"));
  made.append(mark, " ", element("span", label), " ", element("span", String(number), "quiet small"));
  return holder("li", made);
}

function mark({ color, shape }) {
  const made = element("span", SIGNS[shape], "mark");
  made.style.color = color;
  made.ariaHidden = "true";
  return made;
}

function rule(kind) {
  const made = element("span", "", `rule ${kind}`);
  made.ariaHidden = "true";
  return made;
}

function fillLegend() {
  at("types").replaceChildren(...data.types.map((type, id) => filter("noTypes", id, inLanguage(type, "type") || word("noType"), type.count, mark(type))));
  const labels = new Map(data.edges.map((edge) => [kindOf(edge), modalityOf(edge) || word("fact")]));
  at("kinds").replaceChildren(...count(data.edges, kindOf).map(([kind, number]) => filter("noKinds", kind, labels.get(kind), number, rule(kind === "fact" ? "fact" : "claim"))));
  const relations = new Map(data.edges.map((edge) => [edge.relation_iri, edge]));
  at("relations").replaceChildren(...count(data.edges, ({ relation_iri }) => relation_iri).map(([iri, number]) => filter("noRelations", iri, relationOf(relations.get(iri)), number)));
  at("clear").hidden = !isFiltered();
}

// The search: a combobox as https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ has it.

let hits = [];
let active = -1;

function showHits() {
  hits = find(at("words").value).slice(0, 50);
  active = hits.length ? 0 : -1;
  const option = (node) => {
    const { id } = node;
    const other = language === "en" ? node.name_pa : node.name;
    const made = holder("li", element("span", nameOf(node)), element("span", other === nameOf(node) ? "" : other, "quiet"));
    made.role = "option";
    made.id = `hit-${id}`;
    made.addEventListener("pointerdown", (event) => { event.preventDefault(); take(id); });
    return made;
  };
  const nothing = element("li", word("nothingFound"), "quiet");
  nothing.role = "option";
  nothing.ariaDisabled = "true";
  at("found").replaceChildren(...(hits.length ? hits.map(option) : [nothing]));
  openHits(Boolean(at("words").value.trim()));
}

function openHits(open) {
  at("found").hidden = !open;
  at("words").ariaExpanded = String(open);
  [...at("found").children].forEach((made, place) => { made.ariaSelected = String(place === active); });
  if (open && hits[active]) {
    at("words").setAttribute("aria-activedescendant", `hit-${hits[active].id}`);
    at("found").children[active].scrollIntoView({ block: "nearest" });
  } else at("words").removeAttribute("aria-activedescendant");
}

function take(id) {
  at("words").value = "";
  openHits(false);
  choose(id);
}

at("words").addEventListener("input", showHits);
at("words").addEventListener("blur", () => openHits(false));
at("words").addEventListener("keydown", (event) => {
  if (event.isComposing) return; // an input method has the key
  if (event.key === "Enter" && hits[active] && at("words").value.trim()) take(hits[active].id);
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    active = Math.min(Math.max(active + (event.key === "ArrowDown" ? 1 : -1), 0), hits.length - 1);
    openHits(Boolean(hits.length));
    event.preventDefault();
  } else if (event.key === "Escape" && at("words").value) {
    at("words").value = "";
    openHits(false);
    event.stopPropagation();
  }
});
