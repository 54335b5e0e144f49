// Decisions leave without a page; the log then shows them here as everywhere else. What is typed is never lost.

/** Sends a decision; gives the answer, `{ refused }` with its sentence, or nothing when the network is silent. */
export async function decide(address, body) {
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    const told = await answer.json();
    return answer.ok ? told : { refused: told.error.sentence, status: answer.status };
  } catch {
    return null;
  }
}

function filledForm(form, button) {
  const body = new FormData(form);
  if (button?.name) body.append(button.name, button.value);
  return body;
}

/** Forms marked `data-sent` are sent in place. `done(form, button)` once a decision is taken. */
export class Decisions {
  constructor(form, terms, done) {
    this.form = form;
    this.terms = terms;
    this.done = done;
    this.line = document.querySelector("#status");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(event.submitter);
    });
  }

  async send(button) {
    const address = button?.getAttribute("formaction") || this.form.getAttribute("action");
    await this.take(await decide(address, filledForm(this.form, button)), button);
  }

  /** The same decision, for notes that were dragged instead of ticked. */
  async move(keys, theme) {
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "seen"]) body.append(name, this.form.elements[name].value);
    for (const key of keys) body.append("note", key);
    body.append("theme", theme);
    await this.take(await decide(this.form.getAttribute("action"), body), null);
  }

  async take(told, button) {
    const alert = this.form.querySelector("#refused");
    alert.hidden = Boolean(told && !told.refused);
    if (!alert.hidden) this.line.textContent = ""; // what was done before does not stand beside what was refused now
    if (!told) alert.textContent = this.terms.failed;
    else if (told.refused) alert.textContent = told.refused;
    else {
      this.line.textContent = told.sentence;
      if (told.go) return location.assign(told.go);
      if (button?.id !== "undo") this.clear();
      this.done(button);
    }
    if (!alert.hidden) alert.scrollIntoView({ block: "nearest" });
  }

  clear() {
    for (const box of this.form.querySelectorAll("[type=checkbox]:checked")) box.checked = false;
    for (const name of ["new_theme", "reason"]) this.form.elements[name].value = "";
    this.fold(this.form.elements.reason.closest("details"));
  }

  /** Folded again, it leaves room for the notes; who was in it finds the focus on its first line. */
  fold(details) {
    if (details.contains(document.activeElement)) details.querySelector("summary").focus();
    details.open = false;
  }
}
