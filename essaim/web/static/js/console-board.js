// The notes of a question, as the log tells them: one element for each note, moved rather than made again.

/** Holds what the labels of the page say, follows the log, keeps counts computed from their members. */
export class SortedBoard {
  constructor(form) {
    this.form = form;
    this.terms = JSON.parse(form.dataset.words);
    this.bySequence = "bySequence" in form.dataset;
    this.notes = new Map();
    this.arrived = 0;
    for (const box of form.querySelectorAll("[name=note]")) this.read(box.parentElement, box.value);
    for (const box of form.querySelectorAll("[name=handed]")) this.notes.set(box.value, { key: box.value, state: "handed" });
  }

  read(label, key) {
    const { n, g, r, said = "1", stance = "", machine } = label.dataset;
    const text = label.lastChild.data;
    this.notes.set(key, {
      key, number: Number(n), group: Number(g), round: Number(r), count: Number(said), stance,
      text: text.slice(text.indexOf("\n") + 1).trim(), state: "kept", merged_into: null, by_machine: machine !== undefined,
      theme: label.closest("[data-theme]").dataset.theme || null,
    });
    for (const member of (label.dataset.with || "").split(" ").filter(Boolean)) {
      const [other, count] = member.split(":");
      this.notes.set(other, { key: other, count: Number(count), state: "kept", merged_into: key });
    }
  }

  hear(event) {
    this.form.elements.seen.value = event.revision;
    if (event.kind === "note") this.takeNote(event);
    if (event.kind === "theme") this.takeTheme(event);
    if (event.kind === "note" || event.kind === "theme") this.count();
  }

  takeNote(note) {
    const former = this.notes.get(note.key);
    if (!former) this.arrived += 1;
    this.notes.set(note.key, note);
    this.drawNote(note);
    for (const head of new Set([former?.merged_into, note.merged_into])) {
      if (head && this.notes.has(head)) this.drawNote(this.notes.get(head));
    }
  }

  drawNote(note) {
    const stands = note.state === "kept" && !note.merged_into;
    const element = this.box("note", note.key)?.parentElement;
    if (stands) this.place(this.filled(element || this.fresh("note", note.key), note), note);
    else if (element) this.leave(element);
    this.drawHanded(note);
    this.drawAside(note);
  }

  box(name, key) {
    return this.form.querySelector(`[name=${name}][value="${key}"]`);
  }

  fresh(name, key) {
    const label = document.querySelector("template#note").content.firstElementChild.cloneNode(true);
    Object.assign(label.firstChild, { name, value: key });
    return label;
  }

  members(key) {
    const { state } = this.notes.get(key);
    return [...this.notes.values()].filter((note) => note.merged_into === key && note.state === state);
  }

  weight(note) {
    return this.members(note.key).reduce((sum, member) => sum + member.count, note.count);
  }

  filled(label, note) {
    const { terms } = this;
    const parts = [note.group ? terms.table.replace("{}", note.group) : terms.number.replace("{}", note.number)];
    if (this.bySequence && note.round) parts.push(terms.round.replace("{}", note.round));
    if (note.stance in terms) parts.push(terms[note.stance]);
    const weight = this.weight(note);
    if (weight > 1) parts.push(`×${weight}`);
    if (note.by_machine) parts.push(terms.machine);
    label.lastChild.data = `${parts.join(" · ")}\n${note.text}`;
    label.className = `note tint-${((note.group - 1) % 6) + 1}`;
    return label;
  }

  list(theme) {
    return this.form.querySelector(`[data-theme="${theme || ""}"]`) || this.form.querySelector('[data-theme=""]');
  }

  isBefore(one, other) {
    if (this.bySequence && one.round !== other.round) return one.round > other.round;
    return one.number < other.number;
  }

  place(label, note) {
    const list = this.list(note.theme);
    const others = [...list.children].filter((other) => other !== label && other.firstChild?.value);
    const next = others.find((other) => this.isBefore(note, this.notes.get(other.firstChild.value))) || null;
    if (label.parentElement === list && label.nextElementSibling === next) return;
    const focus = this.neighbour(label);
    list.insertBefore(label, next);
    focus?.focus({ preventScroll: true });
  }

  /** Where the keyboard goes when this note leaves from under it: the next one of its list, or the one before. */
  neighbour(label) {
    if (!label.contains(document.activeElement)) return null;
    return (label.nextElementSibling || label.previousElementSibling)?.querySelector("input");
  }

  leave(label) {
    const focus = this.neighbour(label);
    label.remove();
    focus?.focus({ preventScroll: true });
  }

  drawHanded(note) {
    const shelf = this.form.querySelector("#handed");
    const label = this.box("handed", note.key)?.parentElement;
    if (note.state === "handed") shelf.querySelector(".notes").append(this.filled(label || this.fresh("handed", note.key), note));
    else label?.remove();
    shelf.hidden = !shelf.querySelector("label");
  }

  drawAside(note) {
    const list = this.form.querySelector("#aside");
    let item = list.querySelector(`[value="${note.key}"]`)?.parentElement;
    const head = this.notes.get(note.merged_into);
    if (note.state === "set-aside" && head?.state !== "set-aside") {
      if (!item) {
        item = document.querySelector("template#aside-note").content.firstElementChild.cloneNode(true);
        item.lastElementChild.value = note.key;
        list.append(item);
      }
      const weight = this.weight(note);
      const said = [note.text, weight > 1 ? ` ×${weight}` : "", note.reason];
      item.firstChild.data = `${this.terms.aside.replaceAll("{}", () => said.shift())} `;
      item.lastElementChild.setAttribute("aria-label", this.terms.restore.replace("{}", note.text));
    } else item?.remove();
    list.parentElement.hidden = !list.children.length;
    this.form.querySelector("#aside-count").textContent = list.children.length;
  }

  takeTheme(theme) {
    let list = this.form.querySelector(`[data-theme="${theme.key}"]`);
    if (theme.removed) {
      if (list) this.dissolve(list);
    } else {
      list ||= this.newTheme(theme.key);
      list.dataset.position = theme.position;
      list.closest(".theme").querySelector("a").textContent = theme.title;
      this.order();
    }
    this.options();
  }

  dissolve(list) {
    list.closest(".theme").remove();
    for (const label of [...list.children]) {
      const note = this.notes.get(label.firstChild.value);
      this.place(label, { ...note, theme: null });
    }
  }

  newTheme(key) {
    const theme = document.querySelector("template#theme").content.firstElementChild.cloneNode(true);
    const link = theme.querySelector("a");
    link.href = link.getAttribute("href").replace("00000000-0000-0000-0000-000000000000", key);
    theme.querySelector(".notes").dataset.theme = key;
    this.form.querySelector(".themes").append(theme);
    return theme.querySelector(".notes");
  }

  lists() {
    return [...this.form.querySelectorAll(".themes [data-theme]")];
  }

  order() {
    const sorted = this.lists().sort((one, other) => one.dataset.position - other.dataset.position);
    sorted.forEach((list, at) => {
      const theme = list.closest(".theme");
      if (theme.parentElement.children[at] !== theme) theme.parentElement.insertBefore(theme, theme.parentElement.children[at]);
    });
  }

  options() {
    const select = this.form.elements.theme;
    const chosen = select.value;
    const fixed = [...select.options].slice(-2);
    const named = this.lists().map((list) => new Option(list.closest(".theme").querySelector("a").textContent, list.dataset.theme));
    select.replaceChildren(...named, ...fixed);
    select.value = chosen;
    if (select.selectedIndex < 0) select.selectedIndex = 0;
  }

  count() {
    const { terms } = this;
    const waiting = this.list("").querySelectorAll("label").length;
    this.form.querySelector("[data-notes]").textContent = (waiting > 1 ? terms.notes : terms.note).replace("{}", waiting);
    for (const list of this.lists()) {
      const heads = [...list.querySelectorAll("[name=note]")].map((box) => this.notes.get(box.value));
      list.closest(".theme").querySelector(".count").textContent = `×${heads.reduce((sum, note) => sum + this.weight(note), 0)}`;
    }
    this.form.querySelector(".empty").hidden = this.notes.size > 0;
  }
}
