/* Tells the translation editor where choosers are; the addresses stand at this script. */
(() => {
  const { image, document: documents, page } = document.currentScript.dataset;
  window.chooserUrls ??= {
    imageChooser: image,
    documentChooser: documents,
    pageChooser: page,
  };
})();
