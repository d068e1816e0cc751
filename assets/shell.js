// The shell: the URL is the only state. Controls write it, history moves along it,
// the server answers it, and an answer to another URL than the page's is dropped.
(function () {
  "use strict";
  const UNSAID = "*"; // The value of a control at its default, which the URL leaves unsaid.
  let turn = 0; // Counts what was asked; the answer to an earlier turn is late.
  let shown = {}; // Control id -> the value that the last answer gave it.
  const here = () => location.pathname + location.search;
  let rest = ""; // What the URL holds besides the controls.
  let controls = []; // The ids of the filters.
  let patience; // Runs out when no answer comes.
  const asked = () => {
    document.getElementById("main").setAttribute("aria-busy", "true");
    delete document.documentElement.dataset.answered;
    clearTimeout(patience);
    patience = setTimeout(noAnswer, 10000);
    return {
      path: location.pathname,
      search: location.search,
      turn: ++turn,
      release: document.getElementById("shell").dataset.release,
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

  window.addEventListener("popstate", ask);
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a.in-app");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (link.pathname + link.search !== here()) history.pushState(null, "", link.href);
    ask();
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    frontline: {
      // A control was used (or the page was opened): the URL becomes what the controls say.
      ask: function () {
        const inputs = dash_clientside.callback_context.inputs_list.flat();
        controls = inputs.map((input) => input.id);
        if (turn === 0) return asked();
        const changed = inputs.filter((input) => input.value !== shown[input.id]);
        if (changed.length === 0) return dash_clientside.no_update;
        const pieces = inputs.map((input) => input.value).concat(rest).filter((piece) => piece && piece !== UNSAID);
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
        Object.assign(shown, answer.controls);
        rest = answer.rest;
        clearTimeout(patience);
        controls.forEach((id) =>
          dash_clientside.set_props(id, Object.assign({ disabled: false }, id in answer.controls && { value: answer.controls[id] })),
        );
        Object.entries(answer.props).forEach(([id, props]) => dash_clientside.set_props(id, props));
        document.title = answer.title;
        document.documentElement.dataset.answered = here();
        document.getElementById("main").removeAttribute("aria-busy");
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
    frontline: { number, change },
  });
})();
