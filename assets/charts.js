// Charts: each is drawn by Plotly in its own place, once a change. What all charts share comes
// once, with the shell, as a template; a figure holds the rest, in the colours of light.
(function () {
  "use strict";
  const CONFIG = { displayModeBar: false };
  const PAPER = 690; // Pixels that A4 and Letter have between their margins, or a few more.
  const figures = new Map(); // Id of the place -> the figure as the server made it.
  const later = new Set(); // Ids of places that are below what is in view, and not drawn yet.
  let template = null; // In the colours of the theme, once a chart has needed it.
  const shared = () =>
    (template = template || frontlineTheme.dress(JSON.parse(document.getElementById("shell").dataset.template)));

  const reserve = (place) => (place.style.height = figures.get(place.id).layout.height + "px");
  const draw = (place) => {
    const figure = figures.get(place.id);
    reserve(place);
    const chart = place.firstChild || place.appendChild(document.createElement("div"));
    // Where nobody sees it there is no width to draw it in: it waits until there is.
    chart.toggleAttribute("data-waits", !place.clientWidth);
    widths.observe(place);
    if (!place.clientWidth) return;
    const { data, layout } = frontlineTheme.dress(figure);
    layout.template = shared();
    Plotly.react(chart, data, layout, CONFIG);
  };
  const fit = (place) => {
    const chart = place.firstChild;
    if (!place.clientWidth) return;
    if (chart.hasAttribute("data-waits")) draw(place);
    else if (Math.abs(chart._fullLayout.width - place.clientWidth) >= 1) Plotly.Plots.resize(chart);
  };
  const widths = new ResizeObserver((entries) => entries.forEach((entry) => fit(entry.target)));
  const places = () => [...figures.keys()].map((id) => document.getElementById(id)).filter(Boolean);

  const drawing = (under) => document.documentElement.toggleAttribute("data-drawing", under);
  const take = (id) => {
    later.delete(id);
    draw(document.getElementById(id));
  };
  // One at a time: what the reader does meanwhile comes between.
  const carryOn = () => {
    const [id] = later;
    if (id) take(id);
    drawing(later.size);
    if (later.size) setTimeout(carryOn);
  };
  // Paper is narrower than a screen, and what is drawn does not become narrower by itself.
  const wide = () => places().filter((place) => place.firstChild && place.clientWidth > PAPER);
  window.addEventListener("beforeprint", () => {
    later.forEach(take);
    wide().forEach((place) => Plotly.relayout(place.firstChild, { width: PAPER }));
  });
  window.addEventListener("afterprint", () => {
    wide().forEach((place) => {
      delete place.firstChild.layout.width; // A width that is set would stay.
      Plotly.Plots.resize(place.firstChild);
    });
  });

  window.frontlineCharts = {
    // Draw figures in the places of their ids: first what is in view, and what was drawn before.
    show: (shown) => {
      const all = shown.map(([id, figure]) => figures.set(id, figure) && document.getElementById(id));
      all.forEach(reserve);
      const below = all.filter((place) => !place.firstChild && place.getBoundingClientRect().top > window.innerHeight);
      all.filter((place) => !below.includes(place)).forEach((place) => take(place.id));
      const idle = !later.size;
      below.forEach((place) => later.add(place.id));
      drawing(later.size);
      if (idle && later.size) setTimeout(carryOn);
    },
    // The page goes, and its charts with it.
    forget: () => {
      places().forEach((place) => {
        widths.unobserve(place);
        if (place.firstChild) Plotly.purge(place.firstChild);
      });
      figures.clear();
      later.clear();
    },
  };
  const again = () => {
    template = null;
    places().filter((place) => place.firstChild).forEach(draw);
  };
  window.frontlineTheme = { onchange: [again] }; // The theme's own file is read after this one.
})();
