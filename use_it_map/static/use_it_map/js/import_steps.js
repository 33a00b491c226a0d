/* Goes on with an import step by step and shows how far it is; without it, the button
   does a step at a time. */
(() => {
  const AGAIN_MS = 2000;

  class ImportSteps extends window.StimulusModule.Controller {
    static targets = ['form', 'far', 'said', 'bar'];

    static values = { said: String, wait: String, failed: String };

    begin(event) {
      const button = event.submitter;
      if (!button || button.value === 'drop') return;
      event.preventDefault();
      this.buttons(true);
      this.farTarget.hidden = false;
      this.step(button.value);
    }

    async step(act) {
      const body = new FormData(this.formTarget);
      body.set('do', act);
      try {
        const response = await fetch(document.URL, {
          method: 'POST',
          body,
          headers: { Accept: 'application/json' },
        });
        const answer = await response.json();
        if (answer.busy) {
          this.say(this.waitValue);
          setTimeout(() => this.step(act), AGAIN_MS);
        } else {
          this.show(answer);
        }
      } catch {
        this.say(this.failedValue);
        this.buttons(false);
      }
    }

    show({ done, total, next }) {
      if (next) {
        window.location.assign(next);
        return;
      }
      this.barTarget.max = total;
      this.barTarget.value = done;
      this.say(this.saidValue.replace('{done}', done).replace('{total}', total));
      this.step('import');
    }

    say(text) {
      this.saidTarget.textContent = text;
    }

    buttons(off) {
      this.formTarget.querySelectorAll('button').forEach((button) => {
        button.disabled = off;
      });
    }
  }

  window.wagtail.app.register('vitej-import', ImportSteps);
})();
