// The projector: the notes of one board as they come, one element each; the rest of the page is asked again.

import { follow } from "./follow.js";
import { listenToTheBell, refresh } from "./refresh.js";

const NEWS = 8000; // long enough to be noticed from the back of the room
const PACKED = ["is-packed", "is-packed is-narrow", "is-packed is-close", "is-packed is-close is-narrow"];
const DENSITIES = ["", ...PACKED, "is-packed is-close is-tight"];

/**
 * `<live-notes board seen>` holds `.latest` (waiting), `.wall-themes` (sections `t-<key>`) and `.merged` (hidden).
 * Elements are the model: an `li` carries its key, number, count, table and the note it was merged into.
 */
class LiveNotes extends HTMLElement {
  connectedCallback() {
    this.latest = this.querySelector(".latest ul");
    this.themes = this.querySelector(".wall-themes");
    this.merged = this.querySelector(".merged");
    this.model = this.querySelector("template#note").content.firstElementChild;
    this.themeModel = this.querySelector("template#theme").content.firstElementChild;
    follow(this.getAttribute("board"), Number(this.getAttribute("seen")), (event) => this.hear(event));
    document.addEventListener("refreshed", () => this.settle());
    listenToTheBell();
    window.addEventListener("resize", () => this.settle());
    this.settle();
  }

  hear(event) {
    if (event.kind === "note") this.note(event);
    else if (event.kind === "theme") this.theme(event);
    else if (event.kind === "moment") this.moment(event);
    else if (event.kind === "relay") refresh();
    else if (event.kind === "dots") this.dots(event);
    this.settle();
  }

  note(event) {
    const known = document.getElementById(`n-${event.key}`);
    const touched = [known?.dataset.into, event.merged_into, event.key];
    if (event.state === "kept") this.put(known || this.made(event), event);
    else known?.remove();
    for (const key of touched) this.label(document.getElementById(`n-${key}`));
    const relay = document.getElementById("relay");
    if (event.state === "kept" && relay && Number(relay.dataset.round) === event.round) relay.hidden = true;
  }

  made(event) {
    const item = this.model.cloneNode();
    item.id = `n-${event.key}`;
    item.classList.add(`tint-${((Math.max(event.group, 1) - 1) % 6) + 1}`, "is-new");
    setTimeout(() => item.classList.remove("is-new"), NEWS);
    return item;
  }

  put(item, event) {
    const { number, count, group, stance } = event;
    Object.assign(item.dataset, { number, count, group, stance, into: event.merged_into || "" });
    item.said = event.text;
    const section = event.theme && document.getElementById(`t-${event.theme}`);
    const list = event.merged_into ? this.merged : section ? section.querySelector("ul") : this.latest;
    if (item.parentElement === list) return;
    const later = [...list.children].find((other) => this.isAfter(other, number, list));
    list.insertBefore(item, later || null);
  }

  /** Under a theme the newest is last; among those that wait it is first. */
  isAfter(other, number, list) {
    return list === this.latest ? Number(other.dataset.number) < number : Number(other.dataset.number) > number;
  }

  label(item) {
    if (!item) return;
    item.said ??= item.textContent.slice(item.textContent.indexOf("\n") + 1);
    const words = this.dataset;
    const parts = [item.dataset.group > 0 ? `${words.table} ${item.dataset.group}` : `${words.note} ${item.dataset.number}`];
    const count = this.count(item);
    if (count > 1) parts.push(`×${count}`);
    const stance = { enriches: words.enriches, nuances: words.nuances, opposes: words.opposes }[item.dataset.stance];
    if (stance) parts.push(stance);
    item.textContent = `${parts.join(" · ")}\n${item.said}`;
  }

  count(item) {
    const members = this.merged.querySelectorAll(`[data-into="${item.id.slice(2)}"]`);
    return [item, ...members].reduce((sum, one) => sum + Number(one.dataset.count), 0);
  }

  theme(event) {
    let section = document.getElementById(`t-${event.key}`);
    if (event.removed) {
      if (section) for (const item of [...section.querySelectorAll("li")]) this.latest.prepend(item);
      return section?.remove();
    }
    if (!section) {
      section = this.themeModel.cloneNode(true);
      section.id = `t-${event.key}`;
    }
    section.dataset.position = event.position;
    section.querySelector("h2 span").textContent = event.title;
    const later = [...this.themes.children].find((other) => Number(other.dataset.position) > event.position);
    if (section.nextElementSibling !== later || !section.isConnected) this.themes.insertBefore(section, later || null);
  }

  dots(event) {
    const section = document.getElementById(`t-${event.theme}`);
    if (section) section.dataset.dots = event.total;
  }

  moment(event) {
    const clock = document.querySelector("#head count-down");
    if (clock && event.ends_at) {
      clock.setAttribute("ends", event.ends_at);
      if (event.paused_at) clock.setAttribute("paused", event.paused_at);
      else clock.removeAttribute("paused");
    }
    refresh();
  }

  /** Counts follow from the notes; asked many times in one frame, done once. */
  settle() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      for (const section of this.themes.children) {
        const sum = [...section.querySelectorAll("li")].reduce((total, item) => total + this.count(item), 0);
        const dots = Number(section.dataset.dots || 0);
        const said = [sum ? `×${sum}` : "", dots ? this.dotsSaid(dots) : ""];
        section.querySelector(".count").textContent = said.filter(Boolean).join(" · ");
      }
      const total = document.getElementById("total");
      if (total) total.textContent = this.querySelectorAll("li").length;
      this.fit();
    });
  }

  /** The page brings the words for one dot, and for two. */
  dotsSaid(dots) {
    return dots > 1 ? this.dataset.dots.replace("2", dots) : this.dataset.dot;
  }

  /** A projector has no scroll: the first density whose notes all stand on the screen. */
  fit() {
    const wall = this.closest(".wall");
    if (wall.classList.contains("is-full") || window.innerWidth < 960) return;
    for (const density of DENSITIES) {
      wall.className = `wall ${density}`;
      if (document.documentElement.scrollHeight <= window.innerHeight) break;
    }
  }
}
customElements.define("live-notes", LiveNotes);
