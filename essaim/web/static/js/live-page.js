// Parts of the page are asked again when the log of a board grows, and now and then for what no log tells.

import { follow } from "./follow.js";
import { refresh, refreshEvery } from "./refresh.js";

/** `<live-page board="…" seen="12" every="10">`: one stream at most, whatever the page shows. */
class LivePage extends HTMLElement {
  connectedCallback() {
    const board = this.getAttribute("board");
    if (board) follow(board, Number(this.getAttribute("seen")), () => refresh());
    refreshEvery(Number(this.getAttribute("every") || 10));
  }
}
customElements.define("live-page", LivePage);
