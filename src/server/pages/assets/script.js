/** All that pages do with a script: copy a link. They work without it. */
for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const says = button.textContent;
    try {
      await navigator.clipboard.writeText(location.href);
      button.textContent = 'Copied';
    } catch {
      // A browser may forbid it: the address bar has the same link.
      button.textContent = 'Copy it from the address bar';
    }
    setTimeout(() => {
      button.textContent = says;
    }, 2000);
  });
}
