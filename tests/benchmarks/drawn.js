// When the last chart was drawn: read before any script of the page, the app's or the static one's.
//
// It begins with the navigation, with the change of a select or with a click on a link. A chart is
// drawn when Plotly says so (plotly_afterplot) and it can be seen; what it drew is on the screen
// two animation frames later. The page is done when it has answered (data-answered), every chart
// that can be seen is drawn, and no chart was drawn again for QUIET ms: that wait is not counted.
(function () {
  "use strict";
  const QUIET = 600;
  const known = new WeakSet();
  let begun = 0; // Milliseconds since the navigation, as all of these.
  let last = 0; // The last chart drawn, or the answer if that came later.
  let painted = 0; // Two frames after it.
  let lastInView = 0; // The same of what is in view without scrolling.
  let seen = 0;
  let plots = 0;
  let answered = false;
  let looking = false;

  const happened = (inView) => {
    last = performance.now();
    if (inView) lastInView = last;
    const at = last;
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (at === last) painted = performance.now();
        if (at === lastInView) seen = performance.now();
      }),
    );
  };
  const drawn = (graph) => {
    if (!graph.checkVisibility()) return;
    plots += 1;
    happened(graph.getBoundingClientRect().top < window.innerHeight);
  };
  const graphs = () => [...document.querySelectorAll(".js-plotly-plot")];
  // Charts that are new are looked for in every frame, as long as something is under way.
  const look = () => {
    graphs().forEach((graph) => {
      if (known.has(graph) || !graph.on) return;
      known.add(graph);
      graph.on("plotly_afterplot", () => drawn(graph));
      if (graph.querySelector(".main-svg")) drawn(graph);
    });
    looking = performance.now() - Math.max(begun, last) < 5000;
    if (looking) requestAnimationFrame(look);
  };
  const begin = () => {
    begun = performance.now();
    last = painted = lastInView = seen = plots = 0;
    answered = false;
    if (!looking) look();
  };

  new MutationObserver(() => {
    answered = "answered" in document.documentElement.dataset;
    if (answered) happened(true);
  }).observe(document, { subtree: true, attributeFilter: ["data-answered"] });
  document.addEventListener("change", begin, true);
  document.addEventListener("click", (event) => event.target.closest("a") && begin(), true);
  look();

  window.benchmark = {
    // Milliseconds from the beginning to the last chart on the screen, and to the last of those that
    // are seen without scrolling; null while under way.
    // refused: what the page says instead of an answer.
    done: () => {
      const notice = document.getElementById("notice");
      const refused = /could not be worked out|No answer/.test(notice && notice.innerText);
      if (refused) return { took: 0, seen: 0, plots: 0, refused: notice.innerText };
      const under = "drawing" in document.documentElement.dataset;
      const still = answered && !under && painted && performance.now() - last > QUIET;
      const whole = graphs().every((graph) => !graph.checkVisibility() || graph.querySelector(".main-svg"));
      return still && whole ? { took: painted - begun, seen: seen - begun, plots: plots, refused: "" } : null;
    },
  };
})();
