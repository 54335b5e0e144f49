// Two small conveniences of the phone's pages: a link copied at a touch, dots counted as they are typed.

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
  const typed = [...form.querySelectorAll("[type=number]")].map((field) => Math.max(0, field.value));
  const left = Number(form.dataset.each) - typed.reduce((sum, dots) => sum + dots, 0);
  if (left < 0) last.value = Math.max(0, Number(last.value) + left) || "";
  const shown = form.dataset.left.replace("%n", Math.max(0, left)).replace("%e", form.dataset.each);
  form.querySelector("[role=status]").textContent = shown;
}

document.addEventListener("input", (event) => {
  const form = event.target.closest(".votes");
  if (form) countDots(form, event.target);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-copy]");
  if (button) copyLink(button);
});
