"use strict";

// The page's own words in both languages, and elements that hold text. Whatever the data say
// becomes text, never markup.

const at = (id) => document.getElementById(id);

const WORDS = {
  en: {
    find: "Find", findHint: "a name, in either script", nothingFound: "Nothing has this name.",
    whole: "Whole picture", table: "Table", read: "Read", move: "Movement", share: "Share", other: "ਪੰਜਾਬੀ",
    closer: "Closer", farther: "Farther",
    picture: "Network", pictureHelp: "Arrow keys move the picture, plus and minus zoom. The table has the same facts and claims.",
    details: "Details", legend: "Legend and filters", types: "Types", relations: "Relations", lines: "Lines",
    toTable: "Skip to the table",
    all: "all", none: "none", noType: "no type",
    fact: "fact", claim: "claim", facts: "Facts", claims: "Claims", figures: "Figures", factsOnly: "Facts only",
    line: (n) => (n === 1 ? "1 line" : `${n} lines`),
    counts: (things, facts, claims) => `${things} thing${things === 1 ? "" : "s"}, ${facts} line${facts === 1 ? "" : "s"} of fact, ${claims} line${claims === 1 ? "" : "s"} of claim`,
    intro: "What the sentences say",
    help: "A solid line is a fact that a sentence states. A dashed line is only claimed, planned, thought possible, denied or the like. Choose a thing, a line or a sentence to see what says so.",
    best: "Best connected", around: "Shown around it", steps: (n) => (n === 1 ? "1 step" : `${n} steps`),
    pathFrom: "Path from here …", pathHint: "Now choose where the path ends.", pathTitle: (a, b) => `From ${a} to ${b}`,
    pathNone: "No path over what is shown.", pathWay: (n, of) => `Way ${n} of ${of}`, pathMore: "There are more ways as short.",
    stop: "Leave", also: "Also called", from: "From", to: "To", relation: "Relation", statement: "Statement", kind: "Kind", who: "Who says it",
    sentences: "Sentences", sentence: "Sentence", gist: "Gist", noSentence: "no sentence is given", place: (a, b) => `characters ${a} to ${b} of the article`,
    qualifier: (text) => `“${text}”`, reason: (text) => `because: ${text}`, note: (text) => `note: ${text}`, qualifierHead: "Qualifier", noteHead: "Note",
    states: "It states", reports: "It reports", names: "It names or refers to",
    saidBy: (who) => `said by ${who}`, nothingSaid: "Nothing is said of it here.",
    story: "The story so far", storyHelp: "Move through the sentences: what the article has said by then is in colour.",
    rows: (n, of) => (n === of ? `${n} lines` : `${n} of ${of} lines`), more: "Show more", onlyChosen: "of what is chosen",
    leftOut: (n, of) => `${n} of ${of} things are left out of the picture, the least connected. Choosing one, by search or table, brings it in.`,
    showAll: "Show all",
    png: "Picture (PNG)", svg: "Drawing (SVG)", csv: "Table (CSV)", turtle: "Data (Turtle)", link: "Copy the link", copied: "Copied.",
    hidden: "A filter hides some of it in the picture.", clear: "Clear filters",
  },
  pa: {
    find: "ਲੱਭੋ", findHint: "ਨਾਂ, ਕਿਸੇ ਵੀ ਲਿਪੀ ਵਿੱਚ", nothingFound: "ਇਸ ਨਾਂ ਦਾ ਕੁਝ ਨਹੀਂ ਹੈ।",
    whole: "ਪੂਰੀ ਤਸਵੀਰ", table: "ਸਾਰਣੀ", read: "ਪੜ੍ਹੋ", move: "ਹਿੱਲਜੁੱਲ", share: "ਸਾਂਝਾ ਕਰੋ", other: "English",
    closer: "ਨੇੜੇ", farther: "ਦੂਰ",
    picture: "ਜਾਲ", pictureHelp: "ਤੀਰ ਵਾਲੀਆਂ ਕੁੰਜੀਆਂ ਤਸਵੀਰ ਹਿਲਾਉਂਦੀਆਂ ਹਨ, + ਅਤੇ − ਵੱਡੀ ਛੋਟੀ ਕਰਦੀਆਂ ਹਨ। ਸਾਰਣੀ ਵਿੱਚ ਇਹੋ ਤੱਥ ਅਤੇ ਦਾਅਵੇ ਹਨ।",
    details: "ਵੇਰਵਾ", legend: "ਸੰਕੇਤ ਅਤੇ ਛਾਂਟੀ", types: "ਕਿਸਮਾਂ", relations: "ਸੰਬੰਧ", lines: "ਲਕੀਰਾਂ",
    toTable: "ਸਾਰਣੀ ਵੱਲ ਜਾਓ",
    all: "ਸਭ", none: "ਕੋਈ ਨਹੀਂ", noType: "ਕੋਈ ਕਿਸਮ ਨਹੀਂ",
    fact: "ਤੱਥ", claim: "ਦਾਅਵਾ", facts: "ਤੱਥ", claims: "ਦਾਅਵੇ", figures: "ਅੰਕੜੇ", factsOnly: "ਸਿਰਫ਼ ਤੱਥ",
    line: (n) => (n === 1 ? "1 ਲਕੀਰ" : `${n} ਲਕੀਰਾਂ`),
    counts: (things, facts, claims) => `ਚੀਜ਼ਾਂ: ${things}; ਲਕੀਰਾਂ: ਤੱਥ ${facts}, ਦਾਅਵੇ ${claims}`,
    intro: "ਵਾਕ ਕੀ ਕਹਿੰਦੇ ਹਨ",
    help: "ਅਟੁੱਟ ਲਕੀਰ ਉਹ ਤੱਥ ਹੈ ਜੋ ਕੋਈ ਵਾਕ ਦੱਸਦਾ ਹੈ। ਟੁੱਟਵੀਂ ਲਕੀਰ ਸਿਰਫ਼ ਦਾਅਵਾ, ਯੋਜਨਾ, ਸੰਭਾਵਨਾ, ਇਨਕਾਰ ਆਦਿ ਹੈ। ਕੋਈ ਚੀਜ਼, ਲਕੀਰ ਜਾਂ ਵਾਕ ਚੁਣੋ ਤੇ ਵੇਖੋ ਕਿ ਇਹ ਕਿੱਥੇ ਕਿਹਾ ਗਿਆ ਹੈ।",
    best: "ਸਭ ਤੋਂ ਵੱਧ ਜੁੜੀਆਂ", around: "ਇਸ ਦੇ ਦੁਆਲੇ", steps: (n) => `${n} ਕਦਮ`,
    pathFrom: "ਇੱਥੋਂ ਰਾਹ …", pathHint: "ਹੁਣ ਚੁਣੋ ਕਿ ਰਾਹ ਕਿੱਥੇ ਮੁੱਕਦਾ ਹੈ।", pathTitle: (a, b) => `ਰਾਹ: ${a} → ${b}`,
    pathNone: "ਜੋ ਵਿਖਾਇਆ ਹੈ, ਉਸ ਵਿੱਚ ਕੋਈ ਰਾਹ ਨਹੀਂ।", pathWay: (n, of) => `ਰਾਹ ${n}, ਕੁੱਲ ${of}`, pathMore: "ਇੰਨੇ ਹੀ ਛੋਟੇ ਹੋਰ ਰਾਹ ਵੀ ਹਨ।",
    stop: "ਛੱਡੋ", also: "ਹੋਰ ਨਾਂ", from: "ਕਿੱਥੋਂ", to: "ਕਿੱਥੇ", relation: "ਸੰਬੰਧ", statement: "ਕਥਨ", kind: "ਕਿਸਮ", who: "ਕਿਸ ਨੇ ਕਿਹਾ",
    sentences: "ਵਾਕ", sentence: "ਵਾਕ", gist: "ਸਾਰ", noSentence: "ਕੋਈ ਵਾਕ ਨਹੀਂ ਦਿੱਤਾ", place: (a, b) => `ਲੇਖ ਦੇ ਅੱਖਰ ${a} ਤੋਂ ${b}`,
    qualifier: (text) => `“${text}”`, reason: (text) => `ਕਾਰਨ: ${text}`, note: (text) => `ਟਿੱਪਣੀ: ${text}`, qualifierHead: "ਵਿਸ਼ੇਸ਼ਕ", noteHead: "ਟਿੱਪਣੀ",
    states: "ਇਹ ਦੱਸਦਾ ਹੈ", reports: "ਇਹ ਹੋਰਾਂ ਦਾ ਕਿਹਾ ਦੱਸਦਾ ਹੈ", names: "ਇਸ ਵਿੱਚ ਜ਼ਿਕਰ",
    saidBy: (who) => `ਕਿਸ ਨੇ ਕਿਹਾ: ${who}`, nothingSaid: "ਇੱਥੇ ਇਸ ਬਾਰੇ ਕੁਝ ਨਹੀਂ ਕਿਹਾ ਗਿਆ।",
    story: "ਹੁਣ ਤੱਕ ਦੀ ਕਹਾਣੀ", storyHelp: "ਵਾਕਾਂ ਵਿੱਚੋਂ ਲੰਘੋ: ਲੇਖ ਉਦੋਂ ਤੱਕ ਜੋ ਕਹਿ ਚੁੱਕਾ ਹੈ, ਉਹ ਰੰਗਦਾਰ ਹੈ।",
    rows: (n, of) => (n === of ? `${n} ਲਕੀਰਾਂ` : `${of} ਵਿੱਚੋਂ ${n} ਲਕੀਰਾਂ`), more: "ਹੋਰ ਵਿਖਾਓ", onlyChosen: "ਚੁਣੇ ਹੋਏ ਦੀਆਂ",
    leftOut: (n, of) => `${of} ਵਿੱਚੋਂ ${n} ਸਭ ਤੋਂ ਘੱਟ ਜੁੜੀਆਂ ਚੀਜ਼ਾਂ ਤਸਵੀਰ ਵਿੱਚ ਨਹੀਂ ਹਨ। ਲੱਭ ਕੇ ਜਾਂ ਸਾਰਣੀ ਵਿੱਚੋਂ ਚੁਣਨ ਉੱਤੇ ਆ ਜਾਂਦੀਆਂ ਹਨ।`,
    showAll: "ਸਭ ਵਿਖਾਓ",
    png: "ਤਸਵੀਰ (PNG)", svg: "ਰੇਖਾ-ਚਿੱਤਰ (SVG)", csv: "ਸਾਰਣੀ (CSV)", turtle: "ਡਾਟਾ (Turtle)", link: "ਲਿੰਕ ਨਕਲ ਕਰੋ", copied: "ਨਕਲ ਹੋ ਗਿਆ।",
    hidden: "ਛਾਂਟੀ ਨੇ ਇਸ ਦਾ ਕੁਝ ਤਸਵੀਰ ਵਿੱਚੋਂ ਲੁਕਾਇਆ ਹੈ।", clear: "ਛਾਂਟੀ ਹਟਾਓ",
  },
};

let language = "en";

/** One of the page's own words in the language that is chosen; some take numbers or names. */
function word(key, ...values) {
  const found = WORDS[language][key];
  return values.length ? found(...values) : found;
}

/** What is said of something in the language that is chosen, else in English. */
const inLanguage = (what, key) => (language === "pa" && what[`${key}_pa`]) || what[key] || "";

/** Mark the language of an element's text where it is not that of the page. */
function speak(made) {
  const gurmukhi = /[\u0A00-\u0A7F]/.test(made.textContent);
  const its = gurmukhi ? "pa" : /\p{Script=Latin}/u.test(made.textContent) ? "en" : "";
  if (its && its !== language) made.lang = its;
  else made.removeAttribute("lang");
  return made;
}

function element(tag, text, className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  made.dir = "auto";
  return speak(made);
}

function holder(tag, ...parts) {
  const made = document.createElement(tag);
  for (const part of parts) made.append(part, " ");
  return made;
}

function button(text, act, className = "link") {
  const made = element("button", text, className);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/** Write the page's own words where the page marks them. */
function translate() {
  document.documentElement.lang = language;
  for (const made of document.querySelectorAll("[data-word]")) {
    made.textContent = word(made.dataset.word);
    speak(made);
  }
  for (const made of document.querySelectorAll("[data-label]")) made.setAttribute("aria-label", word(made.dataset.label));
  at("words").placeholder = word("findHint");
}

// How names are compared: what `folding.py` leaves aside is left aside here, by the same rule.

const APOSTROPHES = /['`\u00B4\u2018-\u201B\u2032\u2035\uFF07\uFF40\u02B9\u02BB-\u02BF\u02C8\u02CA\u02CB\u0374\uA78B\uA78C\u0384\u1FBD\u1FBF\u1FEF\u1FFD\u1FFE\u055A\u05F3\u07F4\u07F5]/g;
const LEFT_ASIDE = /\p{Cf}|[\u0300-\u036F\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F]|\u093C|\u09BC|\u0A3C|\u0ABC|\u0B3C|\u0CBC|[\uFE00-\uFE0F]/gu;

/** The value of a digit: those of a script follow each other from its zero. */
function digit(char) {
  let value = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(char.codePointAt(0) - value - 1))) value += 1;
  return String(value % 10);
}

/** A text without what tells no names apart: Unicode form, case, accents, nuktas, marks, dashes. */
function fold(text) {
  const plain = text.replace(APOSTROPHES, "").normalize("NFKD").replace(LEFT_ASIDE, "").replace(/\p{Nd}/gu, digit);
  return plain.replace(/[^\p{L}\p{M}\p{N}\p{So}]+/gu, " ").toLowerCase().toUpperCase().trim() || text.trim();
}
