// Charts: each is drawn by Plotly in its own place, once a change. What all charts share comes
// once, with the shell, as a template; a figure holds the rest, in the colours of light.
(function () {
  "use strict";
  const CONFIG = { displayModeBar: false };
  const figures = new Map(); // Id of the place -> the figure as the server made it.
  let template = null; // In the colours of the theme, once a chart has needed it.
  const shared = () =>
    (template = template || frontlineTheme.dress(JSON.parse(document.getElementById("shell").dataset.template)));

  const draw = (place) => {
    const figure = figures.get(place.id);
    place.style.height = figure.layout.height + "px";
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

  window.frontlineCharts = {
    // Draw a figure in the place of that id.
    show: (id, figure) => {
      figures.set(id, figure);
      draw(document.getElementById(id));
    },
    // The page goes, and its charts with it.
    forget: () => {
      places().forEach((place) => {
        widths.unobserve(place);
        Plotly.purge(place.firstChild);
      });
      figures.clear();
    },
  };
  const again = () => {
    template = null;
    places().forEach(draw);
  };
  window.frontlineTheme = { onchange: [again] }; // The theme's own file is read after this one.
})();
