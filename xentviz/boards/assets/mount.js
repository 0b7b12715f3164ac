import { decode } from "./encoding.js";

// The one module that Streamlit loads: it imports the board it is told, builds it once, feeds it.
const mounted = new WeakMap();

async function start(entry, name) {
  const style = styled(name);
  const [{ default: Kind }] = await Promise.all([import(`./${name}.js`), style]);
  if (entry.closed) return;
  entry.board = new Kind(entry.parent, entry.component.data);
  entry.board.receive(entry.component);
}

// A board is built only when it can be seen as it is: with its style sheet.
function styled(name) {
  const href = new URL(`./${name}.css`, import.meta.url).href;
  const there = document.querySelector(`link[href="${href}"]`);
  if (there) return there.xvLoaded;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.xvLoaded = new Promise((resolve) => { link.onload = resolve; link.onerror = resolve; });
  link.href = href;
  document.head.append(link);
  return link.xvLoaded;
}

export default (sent) => {
  const component = { ...sent, data: decode(sent.data) };
  const { parentElement, data } = component;
  let entry = mounted.get(parentElement);
  if (entry) {
    entry.component = component;
    entry.board?.receive(component);
  } else {
    entry = { parent: parentElement, component, board: null, closed: false };
    mounted.set(parentElement, entry);
    start(entry, data.module);
  }
  // Streamlit also calls this for an answer that a newer one overtook, while the board lives on.
  return () => setTimeout(() => {
    if (parentElement.isConnected || mounted.get(parentElement) !== entry) return;
    entry.closed = true;
    entry.board?.close();
    mounted.delete(parentElement);
  });
};
