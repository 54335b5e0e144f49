// The list under a territory's field follows what is typed; without it, the server answers the same on sending.
for (const box of document.querySelectorAll("[data-suggest]")) {
  const field = box.querySelector("input");
  const list = box.querySelector("datalist");
  let asked = 0;
  field.addEventListener("input", async () => {
    const text = field.value.trim();
    const turn = ++asked;
    if (text.length < 2) return;
    try {
      const address = new URL(box.dataset.suggest, location.href);
      address.searchParams.set("q", text);
      const answer = await fetch(address);
      const { territories } = await answer.json();
      // A slow answer to earlier words would replace the list of the words that are there now.
      if (turn !== asked) return;
      list.replaceChildren(...territories.map((one) => new Option(one.kind_label, one.label)));
    } catch {
      // Without network the field stays an ordinary field.
    }
  });
}
