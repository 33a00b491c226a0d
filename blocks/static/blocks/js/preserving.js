/* Blocks of plugins that are not installed: shown, kept, not editable. */
(() => {
  const { StreamBlockDefinition } = window.wagtailStreamField.blocks;

  class UnavailableBlock {
    constructor(blockDef, placeholder, prefix, state, error) {
      this.blockDef = blockDef;
      this.type = blockDef.name;
      this.element = document.createElement('div');
      this.input = document.createElement('input');
      this.input.type = 'hidden';
      this.input.name = prefix;
      placeholder.replaceWith(this.element);
      this.setState(state);
      if (error) this.setError(error);
    }

    setState(state) {
      this.state = state;
      this.input.value = state.sealed;
      this.element.replaceChildren(this.input);
      if (state.message) this.append('p', state.message);
      if (state.content) {
        const details = this.append('details', '');
        const summary = document.createElement('summary');
        summary.textContent = this.blockDef.meta.showContent;
        const content = document.createElement('pre');
        content.textContent = state.content;
        content.style.whiteSpace = 'pre-wrap';
        details.append(summary, content);
      }
    }

    setError(error) {
      this.element.querySelectorAll('.error-message').forEach((old) => old.remove());
      (error?.messages || []).forEach((message) => {
        this.append('p', message).className = 'error-message';
      });
    }

    append(tag, text) {
      const element = document.createElement(tag);
      element.textContent = text;
      this.element.append(element);
      return element;
    }

    getState() {
      return this.state;
    }

    getValue() {
      return this.state.sealed;
    }

    getTextLabel() {
      return this.state.title;
    }

    focus() {}
  }

  class UnavailableBlockDefinition {
    constructor(name, meta) {
      this.name = name;
      this.meta = meta;
    }

    render(placeholder, prefix, initialState, initialError) {
      return new UnavailableBlock(this, placeholder, prefix, initialState, initialError);
    }
  }

  /* Knows the stand-in by its name; the menu of blocks to add is made from the groups. */
  class PreservingStreamBlockDefinition extends StreamBlockDefinition {
    constructor(name, groups, initialChildStates, meta, standIn) {
      super(name, groups, initialChildStates, meta);
      this.childBlockDefsByName[standIn.name] = standIn;
    }
  }

  window.telepath.register('vitej.blocks.UnavailableBlock', UnavailableBlockDefinition);
  window.telepath.register(
    'vitej.blocks.PreservingStreamBlock',
    PreservingStreamBlockDefinition,
  );
})();
