/* A text in several languages within a block: one input for each language. */
(() => {
  class BoundTranslatedText {
    constructor(element) {
      this.inputs = [...element.querySelectorAll('input')];
      this.idForLabel = this.inputs[0].id;
    }

    getValue() {
      return this.inputs.map((input) => input.value);
    }

    getState() {
      return this.getValue();
    }

    setState(texts) {
      this.inputs.forEach((input, index) => {
        input.value = (texts || [])[index] || '';
      });
    }

    setInvalid(invalid) {
      this.inputs.forEach((input) => {
        if (invalid) input.setAttribute('aria-invalid', 'true');
        else input.removeAttribute('aria-invalid');
      });
    }

    getTextLabel({ maxLength } = {}) {
      const text = this.getValue().find((each) => each.trim()) || '';
      return maxLength && text.length > maxLength
        ? `${text.slice(0, maxLength - 1)}…`
        : text;
    }

    focus() {
      this.inputs[0].focus();
    }
  }

  class TranslatedText {
    constructor(html) {
      this.html = html;
    }

    render(placeholder, name, id, initialState) {
      const element = document.createElement('div');
      element.innerHTML = this.html
        .replace(/__NAME__/g, name)
        .replace(/__ID__/g, id);
      placeholder.replaceWith(element);
      const bound = new BoundTranslatedText(element);
      bound.setState(initialState);
      return bound;
    }
  }

  window.telepath.register('vitej.widgets.TranslatedText', TranslatedText);
})();
