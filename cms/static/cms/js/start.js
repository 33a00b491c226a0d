/* Starts widgets of the admin: what elsewhere a script inside the page would do. */
(() => {
  // Style elements that scripts make are marked as ours; those of the page's text are
  // made by the browser's parser, which doesn't come by here.
  const script = document.currentScript;
  const { nonce } = script;
  const create = Document.prototype.createElement;
  Document.prototype.createElement = function createElement(name, options) {
    const element = create.call(this, name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };

  // Nothing else may be called by an element, whoever has put it into the page.
  const KNOWN =
    /^(?:[A-Z][A-Za-z]*Chooser|createTaskChooser|init(?:Date|Time|DateTime)Chooser|InlinePanel|MultipleChooserPanel)$/;

  class Starter extends window.StimulusModule.Controller {
    static values = { name: String, values: Array };

    connect() {
      const name = this.nameValue;
      const values = this.valuesValue;
      // An element that is moved about would start its widget again.
      this.element.remove();
      const start = KNOWN.test(name) ? window[name] : undefined;
      if (!start) throw new Error(`There is nothing to start with the name ${name}.`);
      if (/^[A-Z]/.test(name)) new start(...values);
      else start(...values);
    }
  }

  window.wagtail.app.register('vitej-start', Starter);
})();
