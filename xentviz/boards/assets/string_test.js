// @ts-check
// ?stringTest=double doubles every text that has words, ?stringTest=rtl turns it right to left: with this
// one sees whether other languages would fit, in Streamlit's elements, boards and figures alike.

const WORD = /\p{L}{2,}/u;
const TURNED = ["\u202E", "\u202C"]; // right-to-left override, and its end

const turns = new URLSearchParams(globalThis.location.search).get("stringTest") === "rtl";
/** What was written here, so that it is not stretched again. @type {WeakMap<Text, string>} */
const written = new WeakMap();

// What is no text of the app: tokens and names, which the reader or a data set has written.
const DATA = ".xv-chips, .xv-before-text, .xv-column-name, .xv-quote, code, textarea, [contenteditable]";

/** @param {Text} node */
function stretch(node) {
  const text = node.data;
  const isShown = !node.parentElement?.closest(`style, script, ${DATA}`);
  if (!isShown || !WORD.test(text) || written.get(node) === text) return;
  const longer = turns ? TURNED.join(text) : `${text} ${text}`;
  written.set(node, longer);
  node.data = longer;
}

/** @param {Node} root */
function stretchAll(root) {
  if (root instanceof Text) stretch(root);
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) stretch(/** @type {Text} */ (texts.currentNode));
}

const observer = new MutationObserver((changes) => {
  for (const { type, target, addedNodes } of changes) {
    if (type === "characterData") stretchAll(target);
    else addedNodes.forEach(stretchAll);
  }
});
observer.observe(document.body, { childList: true, characterData: true, subtree: true });
stretchAll(document.body);
document.documentElement.dataset.stringTest = turns ? "rtl" : "double";
