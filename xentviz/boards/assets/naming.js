// A name typed where it stands, for every board: up to 30 characters, whatever they are, as text.
import { el } from "./controls.js";

const LONGEST = 30;   // as checks.label in Python counts them

// value() -> the name as it is, enter(name) takes a new one. An empty name is refused with a sentence.
export function nameField({ testid, label, lit, value, enter, say }) {
  const input = el("input", { type: "text", class: "xv-name", "data-testid": testid, "aria-label": label, "data-lit": lit, autocomplete: "off", spellcheck: "false", dir: "auto" });
  input.addEventListener("change", () => {
    const name = [...input.value].slice(0, LONGEST).join("");
    input.value = name.trim() ? name : value();
    say(name.trim() ? "" : `A name cannot be empty, so “${value()}” stays.`);
    if (input.value !== value()) enter(input.value);
  });
  const paint = (name) => {
    input.title = name;
    if (document.activeElement !== input) input.value = name;
  };
  return { node: input, paint };
}

// A name where there is little room: as many letters, the last a sign that there are more.
export const short = (name, longest) => { const letters = [...name]; return letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : name; };

export const renamed = (names, k, name) => names.map((old, j) => (j === k ? name : old));
