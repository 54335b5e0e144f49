// Dragging notes to a theme: a shortcut for "Ranger dans", with the ticked notes when the dragged one is ticked.

export function dragNotes(form, move) {
  let dragged = [];
  let over = null;

  function aim(zone) {
    over?.classList.remove("is-target");
    over = zone;
    over?.classList.add("is-target");
  }

  const zoneOf = (event) => event.target.closest?.("form.sort fieldset:has([data-theme])");

  form.addEventListener("pointerdown", (event) => {
    const label = event.target.closest("label.note:has([name=note])");
    if (label && event.pointerType === "mouse") label.draggable = true;
  });
  form.addEventListener("dragstart", (event) => {
    const box = event.target.querySelector?.("[name=note]");
    if (!box) return;
    const ticked = [...form.querySelectorAll("[name=note]:checked")];
    dragged = (box.checked ? ticked : [box]).map((each) => each.value);
    event.dataTransfer.setData("text/plain", event.target.textContent);
    event.dataTransfer.effectAllowed = "move";
  });
  form.addEventListener("dragover", (event) => {
    if (!dragged.length || !zoneOf(event)) return;
    event.preventDefault();
    aim(zoneOf(event));
  });
  form.addEventListener("drop", (event) => {
    const zone = zoneOf(event);
    if (!dragged.length || !zone) return;
    event.preventDefault();
    move(dragged, zone.querySelector("[data-theme]").dataset.theme);
  });
  form.addEventListener("dragend", () => {
    dragged = [];
    aim(null);
  });
}
