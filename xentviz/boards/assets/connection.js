// @ts-check
// Whether the server can be reached, as Streamlit says on its root element; one observer for all boards.

const APP = ".stApp";
const ATTRIBUTE = "data-test-connection-state";

/** @type {Set<(connected: boolean) => void>} */
const listeners = new Set();
/** @type {MutationObserver | null} */
let observer = null;

function isConnected() {
  const state = document.querySelector(APP)?.getAttribute(ATTRIBUTE);
  return !state || state === "CONNECTED" || state === "STATIC_CONNECTED";
}

function watch() {
  const app = document.querySelector(APP);
  if (observer || !app) return;
  observer = new MutationObserver(() => {
    const connected = isConnected();
    for (const listener of listeners) listener(connected);
  });
  observer.observe(app, { attributeFilter: [ATTRIBUTE] });
}

/**
 * Hear whether the server can be reached, whenever that changes. Gives what ends it.
 * @param {(connected: boolean) => void} listener
 */
export function onConnection(listener) {
  listeners.add(listener);
  watch();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    observer?.disconnect();
    observer = null;
  };
}
