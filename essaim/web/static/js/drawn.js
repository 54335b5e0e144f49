// A note as an element: the page's own template is its only markup, for live, waiting and refused notes alike.

export function drawn(note, label, { own = false, extra = "", controls = [] }) {
  const model = document.getElementById("modele");
  const line = model.content.firstElementChild.cloneNode(true);
  line.id = `n-${note.key}`;
  line.classList.toggle("is-own", own);
  const count = note.count > 1 ? ` · ×${note.count}` : "";
  line.firstChild.data = `${label}${count}\n${note.text} ${extra ? `\n${extra} ` : ""}`;
  for (const control of line.querySelectorAll(".edit")) {
    const name = control.dataset.act || "edit";
    if (!controls.includes(name)) control.remove();
    else if (name === "edit") {
      control.href = model.dataset.href.replace(/0{8}-[0-]+/, note.key);
      control.setAttribute("aria-label", model.dataset.edit.replace("%s", note.text.slice(0, 40)));
    }
  }
  return line;
}

export function place(line, list) {
  const former = document.getElementById(line.id);
  if (former && former.parentElement === list) former.replaceWith(line);
  else {
    if (former) former.remove();
    list.prepend(line);
  }
}
