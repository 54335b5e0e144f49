// One line says what became of the notes; a button takes away those that cannot leave.

function counted(words, name, number) {
  return number === 1 ? words[`${name}One`] : words[name].replace("%n", number);
}

/** What waits, what was refused, what this browser cannot keep; `sentence` is said where there is nothing of it. */
export function sayNotes(outbox, sentence) {
  const line = document.querySelector(".outbox");
  if (!line) return;
  const words = line.dataset;
  const [waiting, refused] = [outbox.count("waiting"), outbox.count("refused")];
  line.classList.toggle("is-sent", !waiting && !refused && !outbox.lost);
  if (refused) sentence = counted(words, "refused", refused);
  else if (waiting) sentence = counted(words, outbox.isHeld ? "held" : "waiting", waiting);
  else if (outbox.lost) sentence = counted(words, "lost", outbox.lost);
  else if (!sentence && (outbox.sent.size || line.textContent || document.querySelector(".notes > .is-own"))) sentence = words.sent;
  sentence ||= "";
  if (outbox.unkept.size && outbox.trouble) sentence += ` ${words[outbox.trouble]}`;
  if (line.textContent !== sentence) line.textContent = sentence;
  offerCopy(document.querySelector("[data-copies]"), outbox);
}

/** Others wrote at the table. */
export function sayHeard(outbox, number) {
  const line = document.querySelector(".outbox");
  if (line) sayNotes(outbox, counted(line.dataset, "heard", number));
}

function offerCopy(button, outbox) {
  if (!button) return;
  button.hidden = !(outbox.notes.size && outbox.isStuck);
  button.dataset.label ??= button.textContent;
  if (button.hidden) button.textContent = button.dataset.label;
}

/** Plain HTTP has no clipboard: the words are selected, and stay in sight if nothing copies them. */
function copySelected(text, label) {
  const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true, ariaLabel: label });
  document.querySelector("main").append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  if (isCopied) field.remove();
  return isCopied;
}

/** The words of every note that has not left are on the clipboard. */
export async function copyNotes(button, outbox) {
  const text = [...outbox.notes.values()].map((note) => note.text).join("\n\n");
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    if (!copySelected(text, button.dataset.label)) return;
  }
  button.textContent = button.dataset.copies;
}

/** What is shown is old, since this hour; nothing is said of a page that is live. */
export function sayAway(since) {
  const former = document.getElementById("away");
  if (!since) return former?.remove();
  const hour = new Date(since).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const line = former || Object.assign(document.createElement("p"), { id: "away", className: "message is-warn", role: "status" });
  line.textContent = document.body.dataset.away.replace("%h", hour);
  if (!former) document.querySelector("main").prepend(line);
}
