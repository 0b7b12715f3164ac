// A figure's place: what draws figures is large, so it is asked for when the reader comes near.
const AHEAD = "50% 0px"; // half a screen above and below
const STAYS_MS = 200;    // the page may still be growing above it, or the reader flying past

export default ({ parentElement, data, setTriggerValue }) => {
  const place = document.createElement("p");
  place.className = "xv-near";
  place.dataset.testid = "near";
  place.textContent = data.alt;
  parentElement.append(place);
  let timer = 0;
  const ask = () => setTriggerValue("near", true);
  const root = parentElement.closest('[data-testid="stMain"]');
  const watcher = new IntersectionObserver((seen) => {
    clearTimeout(timer);
    if (seen.at(-1).isIntersecting) timer = setTimeout(ask, STAYS_MS);
  }, { root, rootMargin: AHEAD });
  watcher.observe(place);
  addEventListener("beforeprint", ask);
  return () => {
    clearTimeout(timer);
    watcher.disconnect();
    removeEventListener("beforeprint", ask);
    place.remove();
  };
};
