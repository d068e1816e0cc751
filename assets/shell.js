// The shell: the URL is the only state. Controls write it, history moves along it,
// the server answers it, and an answer to another URL than the page's is dropped.
(function () {
  "use strict";
  const UNSAID = "*"; // The value of a control at its default, which the URL leaves unsaid.
  let turn = 0; // Counts what was asked; the answer to an earlier turn is late.
  let laid = ""; // The page whose blocks stand in the document.
  let link = ""; // The query that means tomorrow what is shown now.
  let shown = {}; // Control id -> the value that the last answer gave it.
  let figures = {}; // Figure id -> the figure as the server made it, in the colours of light.
  let patience; // Runs out when no answer comes.
  const here = () => location.pathname + location.search;
  const byId = (id) => document.getElementById(id);
  const asked = () => {
    carry(); // Not with the answer: a page may be opened before it comes.
    byId("main").setAttribute("aria-busy", "true");
    delete document.documentElement.dataset.answered;
    clearTimeout(patience);
    patience = setTimeout(noAnswer, 10000);
    return {
      path: location.pathname,
      search: location.search,
      turn: ++turn,
      laid: laid,
      release: byId("shell").dataset.release,
    };
  };
  const noAnswer = () =>
    dash_clientside.set_props("notice", {
      children: {
        type: "P",
        namespace: "dash_html_components",
        props: {
          children:
            "No answer from the server yet. The figures below are not those of the filters above.",
        },
      },
    });
  const ask = () => dash_clientside.set_props("query", { data: asked() });
  // What a control adds to the URL; of one that is written in, its value is only the text.
  const WRITTEN = "choice-";
  const piece = (input) => {
    if (!input.value || !input.id.startsWith(WRITTEN) || byId(input.id).tagName !== "INPUT") return input.value;
    return input.id.slice(WRITTEN.length) + "=" + encodeURIComponent(input.value);
  };
  const dress = (figure) => window.frontlineTheme.dress(figure);

  // The figures of a page that comes laid out, dressed where they stand.
  const dressAll = (node) => {
    if (Array.isArray(node)) return node.forEach(dressAll);
    if (!node || !node.props) return;
    if (node.props.figure) {
      figures[node.props.id] = node.props.figure;
      node.props.figure = dress(node.props.figure);
    }
    dressAll(node.props.children);
  };
  const again = () =>
    Object.entries(figures).forEach(([id, figure]) => dash_clientside.set_props(id, { figure: dress(figure) }));
  window.frontlineTheme = { onchange: [again] }; // The theme's own file is read after this one.

  window.addEventListener("popstate", ask);
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
    const say = (words) => dash_clientside.set_props("copied", { children: words });
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
    document.querySelector("a.reset").setAttribute("href", laid || "/");
  };

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    frontline: {
      // A control was used (or the page was opened): the URL becomes what the controls say.
      ask: function () {
        const inputs = dash_clientside.callback_context.inputs_list.flat();
        if (turn === 0) return asked();
        const changed = inputs.filter((input) => input.value !== shown[input.id]);
        if (changed.length === 0) return dash_clientside.no_update;
        const pieces = inputs.map(piece).filter((text) => text && text !== UNSAID);
        changed.forEach((input) => (shown[input.id] = input.value));
        // Each choice is a decision to which Back returns.
        history.pushState(null, "", location.pathname + (pieces.length ? "?" + pieces.join("&") : ""));
        return asked();
      },
      // An answer came: hand it to the components, unless the page has moved on.
      apply: function (answer) {
        if (!answer || answer.query.turn !== turn) return dash_clientside.no_update;
        if (answer.reload) {
          location.reload();
          return dash_clientside.no_update;
        }
        clearTimeout(patience);
        Object.assign(shown, answer.controls);
        Object.entries(answer.controls).forEach(([id, value]) => {
          answer.props[id] = Object.assign({ value: value }, answer.props[id]);
        });
        link = "link" in answer ? answer.link : location.search.slice(1);
        if (laid !== answer.page) {
          laid = answer.page;
          figures = {};
        }
        Object.entries(answer.props).forEach(([id, props]) => {
          if (props.figure) {
            figures[id] = props.figure;
            props = Object.assign({}, props, { figure: dress(props.figure) });
          }
          if (id === "page") dressAll(props.children);
          dash_clientside.set_props(id, props);
        });
        dash_clientside.set_props("copied", { children: "" });
        mark();
        document.title = answer.title;
        document.documentElement.dataset.answered = here();
        byId("main").removeAttribute("aria-busy");
        return answer.query.turn;
      },
    },
  });

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
