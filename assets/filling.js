// Filling: what an answer sets is written into the document. Plain elements are written straight;
// what is more than that (a filter, a table that sorts) is a component, and is Dash's to render.
(function () {
  "use strict";
  const PLAIN = "dash_html_components";
  const TABLES = "dash_ag_grid";
  const rendered = new Set(); // Ids whose children Dash has rendered: they stay Dash's.

  const some = (part, test) => {
    if (Array.isArray(part)) return part.some((each) => some(each, test));
    return Boolean(part && part.props) && (test(part.namespace) || some(part.props.children, test));
  };
  const isPlain = (part) => !some(part, (namespace) => namespace !== PLAIN);

  // An attribute of an element as Dash names it.
  const put = (element, name, value) => {
    if (value == null) return;
    if (name === "style") Object.assign(element.style, value);
    else if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  };
  const made = (part) => {
    if (part == null) return [];
    if (Array.isArray(part)) return part.flatMap(made);
    if (!part.props) return [document.createTextNode(part)];
    const { children, ...attributes } = part.props;
    const element = document.createElement(part.type);
    Object.entries(attributes).forEach(([name, value]) => put(element, name, value));
    element.append(...made(children));
    return [element];
  };

  // What a component of Dash is told, and not an element.
  const isDashs = (id, props) => {
    const element = document.getElementById(id);
    if ("rowData" in props || "options" in props || rendered.has(id)) return true;
    // A filter is told only what it does not say already.
    if ("value" in props) return element.value !== props.value || Boolean(props.disabled) !== element.disabled;
    return !isPlain(props.children);
  };
  // At once: what is drawn next stands in the widths that this gives.
  const tell = (told) =>
    ReactDOM.flushSync(() =>
      told.forEach(([id, props]) => {
        if (props.children) rendered.add(id);
        dash_clientside.set_props(id, props);
      }),
    );
  const write = (id, props) => {
    const element = document.getElementById(id);
    Object.entries(props).forEach(([name, value]) => {
      if (name === "children") return element.replaceChildren(...made(value));
      put(element, name, value);
    });
  };

  let tables; // The script of tables that sort, asked for once the first is needed.
  const loaded = () =>
    (tables =
      tables ||
      new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = document.querySelector("meta[name=tables]").content;
        script.onload = done;
        script.onerror = () => {
          tables = undefined; // Asked for again by the next answer that needs it.
          failed();
        };
        document.head.append(script);
      }));

  window.frontlineFilling = {
    // What the components among the properties need before they can be told: a promise.
    ready: (props) => {
      const needed = Object.values(props).some((each) => some(each.children, (namespace) => namespace === TABLES));
      return needed && !window[TABLES] ? loaded() : Promise.resolve();
    },
    // Set properties: id of a component -> property -> value. page: another page than stood there.
    fill: ({ page, ...props }) => {
      if (page) {
        frontlineCharts.forget();
        rendered.clear();
        tell([["page", page]]);
      }
      const all = Object.entries(props);
      const told = all.filter(([id, each]) => isDashs(id, each));
      if (told.length) tell(told);
      // Charts last: by then everything has its place.
      const rest = all.filter((each) => !told.includes(each));
      const figures = rest.filter(([, each]) => "figure" in each);
      rest.filter((each) => !figures.includes(each)).forEach(([id, each]) => write(id, each));
      frontlineCharts.show(figures.map(([id, each]) => [id, each.figure]));
    },
  };
})();
