// Run before Streamlit's own module: says where the server is, so that the browser connects at once
// and asks nothing beneath the page's own path. The server puts its configuration in.
Object.assign(window, {
  prerenderReady: false,
  __streamlit: {
    BACKEND_BASE_URL: new URL("..", /** @type {HTMLScriptElement} */ (document.currentScript).src).href,
    HOST_CONFIG: "HOST_CONFIG_HERE",
  },
});
