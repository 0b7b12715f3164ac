// @ts-check
// The code that shows the open step in another page, to copy.
import { copyText } from "./clipboard.js";
import { button, choice } from "./controls.js";
import { el } from "./elements.js";
import { embedCode, THEMES } from "./embed_code.js";

const ROWS = 11;

export class EmbedDialog {
  constructor() {
    /** @type {keyof typeof THEMES} */
    this.theme = "";
    this.opener = button("embed", "Embed", () => this.open());
    this.themes = choice({
      testid: "embed-theme",
      label: "Colours",
      options: THEMES,
      pick: (theme) => this.show(theme),
    });
    this.code = el("textarea", {
      readonly: true,
      rows: ROWS,
      spellcheck: "false",
      "aria-label": "HTML code",
      "data-testid": "embed-code",
    });
    this.told = el("span", { class: "xv-copied", role: "status" });
    this.root = el(
      "dialog",
      { class: "xv-embed", "aria-label": "Embed this step" },
      el("p", {}, "Paste this code into your page. It shows the open step and its board."),
      el("p", { class: "xv-embed-themes" }, "Colours ", this.themes.node),
      this.code,
      el(
        "p",
        { class: "xv-embed-buttons" },
        button("embed-copy", "Copy code", () => this.copy()),
        button("embed-close", "Close", () => this.root.close()),
        this.told,
      ),
    );
  }

  open() {
    this.show(this.theme);
    this.root.showModal();
  }

  /** @param {keyof typeof THEMES} theme */
  show(theme) {
    this.theme = theme;
    this.told.textContent = "";
    this.themes.paint(theme);
    this.code.value = embedCode(globalThis.location.href, document.title, theme);
  }

  async copy() {
    const done = await copyText(this.code.value, this.root);
    this.told.textContent = done ? "Copied" : "Select the code and copy it, please";
  }
}
