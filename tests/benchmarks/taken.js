// What stands on a page of the app, as a static page needs it: charts, texts, what is hidden.
() => {
  const main = document.querySelector("main");
  const list = (key, value) => (ArrayBuffer.isView(value) ? Array.from(value) : value);
  const copied = (value) => JSON.parse(JSON.stringify(value, list));
  // Plotly writes the range that it found into the axis; the page did not send it.
  const asSent = (layout) => {
    Object.values(layout).forEach((part) => part && part.autorange === true && delete part.range);
    return layout;
  };
  const graphs = [...main.querySelectorAll(".js-plotly-plot")];
  const place = (graph) => graph.closest("[id]");
  const figures = graphs
    .filter((graph) => graph.checkVisibility() && graph.layout)
    .map((graph) => ({
      id: place(graph).id,
      style: place(graph).style.cssText,
      data: copied(graph.data),
      layout: asSent(copied(graph.layout)),
      config: { displayModeBar: graph._context.displayModeBar, responsive: graph._context.responsive },
    }));
  const held = ".js-plotly-plot, .dash-graph, .ag-root-wrapper";
  const named = [...main.querySelectorAll("[id]")];
  const ofText = new Set(named.filter((node) => !node.querySelector(held) && !node.closest(held)));
  const inText = (node) => {
    for (let each = node.parentElement; each; each = each.parentElement) if (ofText.has(each)) return true;
    return false;
  };
  const texts = [...ofText].filter((node) => !inText(node)).map((node) => [node.id, node.innerHTML]);
  const hidden = named.map((node) => [node.id, node.hidden]);

  const body = document.body.cloneNode(true);
  body.querySelectorAll("script, footer, .ag-root-wrapper").forEach((node) => node.remove());
  body.querySelectorAll(".js-plotly-plot").forEach((graph) => {
    const empty = document.createElement("div");
    empty.className = "chart";
    empty.style.height = "100%";
    graph.replaceWith(empty);
  });
  body.querySelectorAll("form [id]").forEach((node) => node.removeAttribute("id"));
  return JSON.stringify({
    html: body.innerHTML,
    answer: { figures: figures, texts: texts, hidden: hidden },
    styles: [...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.getAttribute("href")),
    scripts: performance
      .getEntriesByType("resource")
      .filter((each) => each.initiatorType === "script")
      .map((each) => each.name.slice(location.origin.length)),
  });
}
