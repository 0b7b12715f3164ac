// Copy link, and the same address as a QR code for whoever sits in the room.
import { button, el, svg } from "./parts.js";

class Share {
  constructor(parent) {
    this.copied = el("span", { class: "xv-copied", role: "status" });
    this.box = el("div", { class: "xv-qr", hidden: true });
    const copy = button("copy-link", "Copy link", () => this.copy());
    this.qr = button("qr", "QR code", () => this.toggle(), { "aria-expanded": "false" });
    this.root = el("div", { class: "xv-share" }, this.copied, copy, this.qr, this.box);
    this.root.addEventListener("keydown", (event) => { if (event.key === "Escape") this.open(false); });
    parent.append(this.root);
  }

  async copy() {
    const address = window.location.href;
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

const shares = new WeakMap();

export default function render(component) {
  const { parentElement } = component;
  if (!shares.has(parentElement)) shares.set(parentElement, new Share(parentElement));
  const share = shares.get(parentElement);
  share.receive(component);
  return () => { share.close(); shares.delete(parentElement); };
}
