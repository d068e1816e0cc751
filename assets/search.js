// A field that searches a table: as one types, only the rows with all the words are left.
(function () {
  "use strict";
  document.addEventListener("input", (event) => {
    const box = event.target.closest("[data-searches]");
    if (!box) return;
    const grid = dash_ag_grid.getApi(box.dataset.searches);
    if (!grid) return;
    const words = event.target.value.trim();
    grid.setGridOption("quickFilterText", words);
    let all = 0;
    grid.forEachNode(() => (all += 1));
    const found = words ? grid.getDisplayedRowCount() + " of " + all : "";
    dash_clientside.set_props(box.dataset.found, { children: found });
  });
})();
