// The theme: the system's, light or dark, with no switch. Bootstrap is told by an attribute;
// figures, which carry the light colours, are dressed in the dark ones before they are drawn.
(function () {
  "use strict";
  const system = matchMedia("(prefers-color-scheme: dark)");
  // What asked to be called before this file was read.
  const onchange = (window.frontlineTheme && window.frontlineTheme.onchange) || [];
  const tell = () => (document.documentElement.dataset.bsTheme = system.matches ? "dark" : "light");

  // Light colour -> dark colour, as the server states it; nothing while there is no page.
  const colours = () => {
    const shell = document.getElementById("shell");
    return new Map(Object.entries(JSON.parse((shell && shell.dataset.dark) || "{}")));
  };

  // A colour is a whole text, or stands in the style of a label's markup; other words are data.
  const redone = (part, map) => {
    if (typeof part === "string")
      return map.get(part) || part.replace(/color:([^;"']+)/g, (all, colour) => "color:" + (map.get(colour) || colour));
    if (Array.isArray(part)) return part.map((each) => redone(each, map));
    if (part == null || Object.getPrototypeOf(part) !== Object.prototype) return part;
    return Object.fromEntries(Object.entries(part).map(([name, each]) => [name, redone(each, map)]));
  };

  window.frontlineTheme = {
    // A copy of the figure in the colours of the theme; the light figure is the one to keep.
    dress: (figure, dark = system.matches) => redone(figure, dark ? colours() : new Map()),
    // Functions to call, without arguments, whenever the system has changed its theme.
    onchange,
  };
  tell();
  system.addEventListener("change", () => {
    tell();
    onchange.forEach((call) => call());
  });
})();
