// The keyboard on notes: arrows go from one to another, Enter opens what can be done, Escape comes back.

const TYPED = "textarea, input:not([type=checkbox], [type=radio])";

export class NoteKeys {
  constructor(form) {
    this.form = form;
    this.from = null;
    form.addEventListener("keydown", (event) => this.press(event));
    document.addEventListener("keydown", (event) => this.undo(event));
  }

  boxes() {
    return [...this.form.querySelectorAll("label.note > input")].filter((box) => !box.closest("[hidden]"));
  }

  press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { target, key } = event;
    if (target.matches("label.note > input")) this.onNote(event, target);
    else if (key === "Escape" && this.from?.isConnected) this.from.focus();
    else if (key === "Enter" && target === this.form.elements.theme) this.choose(event);
  }

  onNote(event, box) {
    const go = { ArrowDown: [1, false], ArrowUp: [-1, false], ArrowRight: [1, true], ArrowLeft: [-1, true] }[event.key];
    if (go) {
      event.preventDefault();
      (go[1] ? this.beside(box, go[0]) : this.near(box, go[0]))?.focus();
    }
    if (event.key === "Enter") {
      event.preventDefault();
      box.checked = true;
      this.from = box;
      const handed = box.name === "handed" && this.form.querySelector("#handed button");
      (handed || this.form.elements.theme).focus();
    }
  }

  near(box, step) {
    const boxes = this.boxes();
    return boxes[boxes.indexOf(box) + step];
  }

  /** The note at the same height in the next list that has notes. */
  beside(box, step) {
    const lists = [...this.form.querySelectorAll(".notes")].filter((list) => list.querySelector("label"));
    const here = box.closest(".notes");
    const there = lists[lists.indexOf(here) + step]?.querySelectorAll("input");
    const at = [...here.querySelectorAll("input")].indexOf(box);
    return there && there[Math.min(at, there.length - 1)];
  }

  choose(event) {
    event.preventDefault();
    if (this.form.elements.theme.value === "new" && !this.form.elements.new_theme.value) this.form.elements.new_theme.focus();
    else this.form.requestSubmit(this.form.querySelector("button.main"));
  }

  /** Once decided, back to the notes: the one that follows where the hand was. */
  back() {
    if (!this.from) return;
    const boxes = this.boxes();
    const next = boxes.indexOf(this.from) >= 0 ? this.following : boxes[0];
    this.from = null;
    (next?.isConnected ? next : boxes[0])?.focus();
  }

  /** Kept before the note moves: afterwards its neighbours are others. */
  remember() {
    if (!this.from) return;
    const rest = this.boxes().filter((box) => !box.checked || box === this.from);
    this.following = rest[rest.indexOf(this.from) + 1] || rest[0];
  }

  undo(event) {
    const wanted = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
    if (!wanted || event.target.matches(TYPED)) return;
    event.preventDefault();
    this.form.requestSubmit(this.form.querySelector("#undo"));
  }
}
