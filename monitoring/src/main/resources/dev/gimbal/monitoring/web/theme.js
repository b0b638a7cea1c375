// Light or dark: what was chosen, else what the system says. Loaded before anything is drawn.
(() => {
  const root = document.documentElement;
  const KEY = 'gimbal.theme';

  function chosen() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage is refused to this page
    }
  }

  function choose(choice) {
    apply(choice);
    try {
      if (choice === 'auto') localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, choice);
    } catch {
      // It holds until the page is left, then.
    }
  }

  function apply(choice) {
    if (choice === 'light' || choice === 'dark') root.dataset.theme = choice;
    else delete root.dataset.theme;
    for (const button of document.querySelectorAll('#theme button')) {
      button.setAttribute('aria-pressed', String(button.dataset.choice === (root.dataset.theme ?? 'auto')));
    }
    document.dispatchEvent(new Event('theme'));
  }

  apply(chosen());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => document.dispatchEvent(new Event('theme')));
  document.addEventListener('DOMContentLoaded', () => {
    apply(chosen());
    document.getElementById('theme').addEventListener('click', (event) => {
      const choice = event.target.closest('button')?.dataset.choice;
      if (choice) choose(choice);
    });
  });
})();
