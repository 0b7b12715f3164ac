// Copy link, and the same address as a QR code for whoever sits in the room.
import { button, el, svg } from "./controls.js";

class Share {
  // With `pairs` it is one button, which copies the address with them in it.
  constructor(parent, { label = "Copy link", pairs }) {
    this.copied = el("span", { class: "xv-copied", role: "status" });
    this.box = el("div", { class: "xv-qr", hidden: true });
    const copy = button(pairs ? "copy-with" : "copy-link", label, () => this.copy());
    this.qr = button("qr", "QR code", () => this.toggle(), { "aria-expanded": "false" });
    this.root = el("div", { class: "xv-share" }, this.copied, copy, ...(pairs ? [] : [this.qr, this.box]));
    this.root.addEventListener("keydown", (event) => { if (event.key === "Escape") this.open(false); });
    parent.append(this.root);
  }

  async copy() {
    const address = withPairs(window.location.href, this.pairs ?? {});
    const done = await (navigator.clipboard?.writeText(address).then(() => true, () => false) ?? false);
    this.tell(done || copyBySelection(address) ? "Copied" : "Copy the address bar, please");
  }

  tell(text) {
    this.copied.textContent = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.copied.textContent = ""; }, 2500);
  }

  toggle() {
    if (this.box.hidden) this.ask("qr", window.location.href);
    this.open(this.box.hidden);
  }

  open(on) {
    this.box.hidden = !on;
    this.qr.setAttribute("aria-expanded", String(on));
  }

  receive({ data, setTriggerValue }) {
    this.ask = setTriggerValue;
    this.pairs = data.pairs;
    if (data.sentence) this.box.replaceChildren(el("p", {}, data.sentence));
    if (!data.path) return;
    const edge = Number(data.size) + 8;
    const picture = svg("svg", { viewBox: `-4 -4 ${edge} ${edge}`, role: "img", "aria-label": "QR code of this page's address", "data-testid": "qr-picture", "data-value": data.address, "shape-rendering": "crispEdges" }, svg("path", { d: data.path }));
    this.box.replaceChildren(picture);
  }

  close() {
    clearTimeout(this.timer);
    this.root.remove();
  }
}

function withPairs(address, pairs) {
  const url = new URL(address);
  for (const [key, value] of Object.entries(pairs)) url.searchParams.set(key, value);
  url.search = url.search.replaceAll("%2C", ",");
  return url.href;
}

// The clipboard needs https; a class on a school's network often has none.
function copyBySelection(text) {
  const area = el("textarea", { class: "xv-spoken", readonly: true });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

export default Share;
