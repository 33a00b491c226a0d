/* Lets one checkbox choose all languages to translate into. */
document.addEventListener('DOMContentLoaded', () => {
  const all = document.querySelector('[name="select_all"]');
  all?.addEventListener('change', () => {
    document.querySelectorAll('[name="locales"]').forEach((locale) => {
      locale.checked = all.checked;
    });
  });
});
