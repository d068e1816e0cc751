// The static page: all answers in memory, a select that draws one of them, and no server.
(function () {
  "use strict";
  const answers = [JSON.parse(document.getElementById("first").textContent)];
  const said = new Map();
  const byId = (id) => document.getElementById(id);
  const show = (answer) => {
    delete document.documentElement.dataset.answered;
    answer.hidden.forEach(([id, hidden]) => byId(id) && (byId(id).hidden = hidden));
    answer.texts.forEach(([id, html]) => {
      if (said.get(id) === html || !byId(id)) return;
      said.set(id, html);
      byId(id).innerHTML = html;
    });
    const drawn = answer.figures.map((figure) => {
      const place = byId(figure.id);
      place.style.cssText = figure.style;
      const chart = place.classList.contains("chart") ? place : place.querySelector(".chart");
      return Plotly.react(chart, figure.data, figure.layout, figure.config);
    });
    Promise.all(drawn).then(() => (document.documentElement.dataset.answered = "yes"));
  };
  const select = byId("answers");
  select.addEventListener("change", () => show(answers[Number(select.value)]));
  window.remember = (json) => {
    select.add(new Option(answers.length, answers.length));
    return answers.push(JSON.parse(json)) - 1;
  };
  show(answers[0]);
})();
