// Two small conveniences of the phone's pages: a link copied at a touch, dots counted as they are ticked.

async function copyLink(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy"); // plain HTTP has no clipboard
  } finally {
    button.textContent = button.dataset.done;
  }
}

function countDots(form, last) {
  const left = Number(form.dataset.each) - form.querySelectorAll(":checked").length;
  if (left < 0) last.checked = false;
  const shown = form.dataset.left.replace("%n", Math.max(0, left)).replace("%e", form.dataset.each);
  form.querySelector("[role=status]").textContent = shown;
}

document.addEventListener("change", (event) => {
  const form = event.target.closest(".votes");
  if (form) countDots(form, event.target);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-copy]");
  if (button) copyLink(button);
});
