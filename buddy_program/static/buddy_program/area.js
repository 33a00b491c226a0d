// Without this script all of it works. With it, a connection that breaks off loses no
// answer: the form stays as it was filled in. And a second tap sends nothing twice, as
// every page can be used for one change only.
const sending = new WeakSet();

function say(text) {
  let note = document.getElementById("buddy-note");
  if (!note) {
    note = document.createElement("p");
    note.id = "buddy-note";
    note.className = "buddy-errors";
    note.setAttribute("role", "alert");
  }
  note.textContent = text;
  document.querySelector("main").prepend(note);
  note.scrollIntoView({ block: "center" });
}

function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  if (!page.getElementById("buddy-main")) throw new Error("no page of the area");
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  document.body.dataset.offline = page.body.dataset.offline || "";
  document.body.replaceChildren(...page.body.children);
  scrollTo({ top: 0, behavior: "instant" });
  const first = document.querySelector("[autofocus]") || document.querySelector("h1");
  first.setAttribute("tabindex", "-1");
  first.focus();
}

async function send(form, button) {
  const data = new URLSearchParams(new FormData(form));
  if (button?.name) data.append(button.name, button.value);
  const address = button?.getAttribute("formaction") || form.action;
  sending.add(form);
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { method: "POST", body: data });
    show(await answer.text());
  } catch {
    say(document.body.dataset.offline);
  } finally {
    sending.delete(form);
    form.removeAttribute("aria-busy");
  }
}

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (submitter?.hasAttribute("data-plain")) return;
  event.preventDefault();
  if (!sending.has(form)) send(form, submitter);
});

// The summary of errors leads to fields, and to the groups of them.
document.addEventListener("click", (event) => {
  const link = event.target.closest('.buddy-errors a[href^="#"]');
  if (!link) return;
  event.preventDefault();
  const field = document.getElementById(link.hash.slice(1));
  field?.scrollIntoView({ block: "center" });
  (field?.matches("fieldset") ? field.querySelector("input, select") : field)?.focus();
});
