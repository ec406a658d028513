// Runs before the first paint (a classic script, not a module), so that a chosen theme never flashes in the other one.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('lumen-theme');
  } catch {
    // Storage can be forbidden; the system's theme is a good answer then.
  }
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
})();
