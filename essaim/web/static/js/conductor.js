// The conductor's console: pressing a button asks the same form as without script, then only what changed is redrawn.

import { refresh } from "./refresh.js";

/** `<steer-day>` holds forms marked `data-steer` and one status line: the page stays, the answer is a sentence. */
class SteerDay extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => {
      if (!event.target.matches("[data-steer]")) return;
      event.preventDefault();
      this.send(event.target, event.submitter);
    });
  }

  async send(form, button) {
    const sent = new FormData(form, button);
    this.say(this.dataset.sending);
    try {
      const answer = await fetch(button?.getAttribute("formaction") || form.getAttribute("action"), {
        method: "POST",
        body: sent,
        headers: { Accept: "application/json" },
      });
      if (answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) return location.reload();
      const said = await answer.json();
      this.say(said.sentence || said.error?.sentence || "", !answer.ok);
      if (answer.ok) this.clear(form, said);
    } catch {
      this.say(this.dataset.offline, true);
    }
    await refresh();
  }

  /** What was typed stays until the server has it; a new key is for a new reaction. */
  clear(form, said) {
    for (const field of form.querySelectorAll("textarea")) field.value = "";
    const key = form.querySelector("[name=key]");
    if (key && said.next_key) key.value = said.next_key;
  }

  say(sentence, isBad = false) {
    const line = this.querySelector("[role=status]");
    line.hidden = !sentence;
    line.textContent = sentence;
    line.classList.toggle("is-bad", isBad);
  }
}
customElements.define("steer-day", SteerDay);
