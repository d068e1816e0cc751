// The shell: the URL is the only state. Filters write it, history moves along it, the server
// answers it. One question is under way at a time; what is asked meanwhile is asked after it,
// only the newest, and an answer that is no longer wanted is dropped.
(function () {
  "use strict";
  const UNSAID = "*"; // The value of a filter at its default, which the URL leaves unsaid.
  const WRITTEN = "choice-"; // What the id of a page's own filter begins with.
  const PATIENCE = 10000; // Milliseconds after which a reader is told that no answer has come.
  let turn = 0; // Counts what was asked; the answer to an earlier turn is late.
  let underway = false; // A question is at the server.
  let waiting = false; // The URL has changed since it was asked.
  let laid = ""; // The page whose blocks stand in the document.
  let link = ""; // The query that means tomorrow what is shown now.
  let filled = new Set(); // Ids of the details that hold what belongs to the answer shown.
  let wanted = ""; // The path and query of the newest question.
  let patience; // Runs out when no answer comes.
  const here = () => location.pathname + location.search;
  const byId = (id) => document.getElementById(id);
  const fill = (props) => frontlineFilling.fill(props);
  const opened = () => [...document.querySelectorAll("main details[id][open]")].map((each) => each.id);

  const ask = () => {
    wanted = here();
    carry(); // Not with the answer: a page may be opened before it comes.
    byId("main").setAttribute("aria-busy", "true");
    delete document.documentElement.dataset.answered;
    clearTimeout(patience);
    patience = setTimeout(noAnswer, PATIENCE);
    if (underway) waiting = true;
    else send();
  };
  const send = () => {
    waiting = false;
    underway = true;
    const query = {
      path: location.pathname,
      search: location.search,
      turn: ++turn,
      laid: laid,
      release: byId("shell").dataset.release,
      open: opened(),
    };
    // As Dash's own renderer puts it; through that, the way there and back takes longer than the answer.
    const asked = { id: "query", property: "data", value: query };
    const body = {
      output: "answer.data",
      outputs: { id: "answer", property: "data" },
      inputs: [asked],
      changedPropIds: ["query.data"],
    };
    fetch("/_dash-update-component", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    })
      .then((response) => (response.ok ? response.json() : Promise.reject(response.status)))
      .then((told) => came(told.response.answer.data), () => query.turn === turn && lost());
  };
  const next = () => {
    underway = false;
    if (waiting) send();
    return underway;
  };
  const came = (answer) => {
    if (answer.query.turn === turn && !next()) frontlineFilling.ready(answer.props).then(() => apply(answer), lost);
  };
  // Words stay in the place of an answer until one comes.
  const lost = () => next() || noAnswer();
  const noAnswer = () => {
    if (next()) return;
    byId("main").removeAttribute("aria-busy");
    const words = "No answer from the server yet. The figures below are not those of the filters above.";
    fill({ notice: { children: { type: "P", namespace: "dash_html_components", props: { children: words } } } });
  };

  // An answer: hand it to the components, unless the page has moved on.
  const apply = (answer) => {
    if (answer.query.turn !== turn || waiting) return;
    if (answer.reload) return location.reload();
    clearTimeout(patience);
    const props = answer.props;
    Object.entries(answer.controls).forEach(([id, value]) => (props[id] = Object.assign({ value }, props[id])));
    link = "link" in answer ? answer.link : location.search.slice(1);
    laid = answer.page;
    // An apology has nothing of what is open: opened again, it is asked for again.
    filled = new Set("link" in answer ? answer.query.open : []);
    Object.entries(props).forEach(([id, each]) => each.open && filled.add(id));
    fill(Object.assign(props, { copied: { children: "" } }));
    mark();
    document.title = answer.title;
    document.documentElement.dataset.answered = here();
    byId("main").removeAttribute("aria-busy");
  };

  // A filter was used: the URL becomes what the filters say. Each choice is a decision to which
  // Back returns. Of a filter that is written in, the value is only the text.
  const piece = (input) => {
    if (!input.value || input.tagName !== "INPUT") return input.value;
    return input.id.slice(WRITTEN.length) + "=" + encodeURIComponent(input.value);
  };
  document.addEventListener("change", (event) => {
    if (!event.target.closest("#filters")) return;
    const inputs = [...document.querySelectorAll("#filters select, #filters input")];
    const pieces = inputs.map(piece).filter((text) => text && text !== UNSAID);
    history.pushState(null, "", location.pathname + (pieces.length ? "?" + pieces.join("&") : ""));
    ask();
  });
  document.addEventListener("submit", (event) => event.preventDefault());
  // What was closed when the page was answered is filled when it is opened.
  document.addEventListener(
    "toggle",
    (event) => {
      const details = event.target;
      if (details.open && details.id && details.closest("main") && !filled.has(details.id)) ask();
    },
    true,
  );

  // Within the page nothing else is asked for: the link that skips to the answer is such a step.
  window.addEventListener("popstate", () => here() !== wanted && ask());
  document.addEventListener("click", (event) => {
    const target = event.target.closest ? event.target : event.target.parentElement;
    const button = target && target.closest("button");
    if (button && button.id === "copy") return copy();
    if (button && button.classList.contains("open-filters")) return drawer(true);
    if (button && button.classList.contains("close-filters")) return drawer(false);
    const anchor = target && target.closest("a.in-app");
    if (!anchor || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    drawer(false);
    const other = anchor.pathname !== location.pathname;
    if (anchor.pathname + anchor.search !== here()) history.pushState(null, "", anchor.href);
    if (other) {
      window.scrollTo(0, 0);
      byId("main").focus({ preventScroll: true });
    }
    ask();
  });

  // On a phone the filters are a drawer: while it is open, nothing behind it can be reached.
  const drawer = (open) => {
    const filters = byId("filters");
    if (filters.classList.contains("open") === open) return;
    filters.classList.toggle("open", open);
    const opener = document.querySelector(".open-filters");
    opener.setAttribute("aria-expanded", String(open));
    ["header", "nav", "main", ".open-filters"].forEach((part) => {
      document.querySelector(part).inert = open;
    });
    (open ? document.querySelector(".close-filters") : opener).focus();
  };
  document.addEventListener("keydown", (event) => event.key === "Escape" && byId("filters") && drawer(false));
  // A wider window has no drawer to be shut in.
  window.matchMedia("(min-width: 768px)").addEventListener("change", () => byId("filters") && drawer(false));

  const copy = () => {
    const address = location.origin + location.pathname + (link ? "?" + link : "");
    const say = (words) => fill({ copied: { children: words } });
    navigator.clipboard.writeText(address).then(
      () => say("Copied"),
      () => say(address),
    );
  };

  // Links between pages carry the filters, and the page that is shown is marked.
  const carry = () =>
    document.querySelectorAll("nav.pages a").forEach((anchor) => (anchor.search = location.search));
  const mark = () => {
    carry();
    document.querySelectorAll("nav.pages a").forEach((anchor) => {
      if (anchor.pathname === laid) anchor.setAttribute("aria-current", "page");
      else anchor.removeAttribute("aria-current");
    });
    const current = document.querySelector("nav.pages a[aria-current]");
    if (current) current.closest("nav").scrollLeft = current.offsetLeft - 16; // On a phone it is a strip.
    document.querySelector("a.reset").setAttribute("href", laid || "/");
  };

  // The page was opened: its first answer came with the document, unless newer data has come since.
  const start = () => {
    const first = JSON.parse(byId("first").textContent || "null");
    const asked = first && first.query;
    if (!asked || asked.path + asked.search !== here() || asked.release !== byId("shell").dataset.release) return ask();
    turn = asked.turn;
    wanted = here();
    frontlineFilling.ready(first.props).then(() => apply(first));
  };
  const entry = byId("react-entry-point");
  const entered = new MutationObserver(() => {
    if (!byId("shell")) return;
    entered.disconnect();
    start();
  });
  entered.observe(entry, { childList: true, subtree: true });

  // Numbers in tables: one decimal, a true minus, a dash for a hole.
  const tenth = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const spell = (value) => tenth.format(Math.abs(value));
  const number = (value) => (value == null ? "–" : (value < 0 ? "−" : "") + spell(value));
  const change = (value) => (value == null ? "–" : value === 0 ? spell(0) : (value < 0 ? "−" : "+") + spell(value));
  window.dashAgGridFunctions = Object.assign(window.dashAgGridFunctions || {}, {
    // Tab leaves a table for the next link; arrows walk through its cells.
    frontline: { number, change, leave: () => false },
  });
})();
