// What is being typed survives a reload and a change of screen, question by question.

const draftOf = (form) => `draft:${form.dataset.to}`;

export function keepDraft(form, text) {
  try {
    if (text) sessionStorage.setItem(draftOf(form), text);
    else sessionStorage.removeItem(draftOf(form));
  } catch {
    // Without storage the field itself is the only draft.
  }
}

export function restoreDraft(form) {
  try {
    const text = sessionStorage.getItem(draftOf(form));
    if (!text || form.elements.text.value) return;
    form.elements.text.value = text;
    const fold = form.closest("details");
    if (fold) fold.open = true;
  } catch {
    // The same.
  }
}
