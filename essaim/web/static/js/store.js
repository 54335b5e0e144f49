// Where notes wait: a database of this browser, which may be missing, full, or cleared while the page is open.

const OPENING = 5000; // some browsers never answer
const CLEARING = 500; // what is written while a browser clears is cleared too
const WITNESS = "waiting"; // a cookie survives when a browser short of room throws its databases away

function why(failure) {
  return failure?.name === "QuotaExceededError" ? "full" : "memory";
}

/** How many notes this browser was to keep, all workshops together. */
function promised() {
  return Number(document.cookie.match(`(?:^|; )${WITNESS}=(\\d+)`)?.[1] || 0);
}

function promise(count) {
  document.cookie = `${WITNESS}=${count}; path=/a/; samesite=lax; max-age=${count ? 604800 : 0}`;
}

export class Store {
  /** `cleared()` is called when somebody cleared the browser's data under the page. */
  constructor(cleared) {
    this.cleared = cleared;
    this.trouble = "memory";
    this.database = this.open();
  }

  open() {
    return new Promise((found) => {
      setTimeout(() => found(null), OPENING);
      try {
        const asked = indexedDB.open("essaim", 1);
        asked.onupgradeneeded = () => asked.result.createObjectStore("outbox", { keyPath: "key" });
        asked.onsuccess = () => found(this.opened(asked.result));
        asked.onerror = () => {
          this.trouble = why(asked.error);
          found(null);
        };
      } catch {
        found(null);
      }
    });
  }

  opened(database) {
    database.onclose = () => {
      this.database = new Promise((found) => setTimeout(found, CLEARING)).then(() => this.open());
      this.cleared();
    };
    return database;
  }

  /** Every note that waits here, and how many the browser threw away. */
  async all() {
    const database = await this.database;
    if (!database) return { notes: [], lost: 0 };
    const asked = database.transaction("outbox").objectStore("outbox").getAll();
    const notes = await new Promise((found) => {
      asked.onsuccess = () => found(asked.result);
      asked.onerror = () => found([]);
    });
    const lost = Math.max(0, promised() - notes.length);
    promise(notes.length);
    return { notes, lost };
  }

  /** Gives "" once the change is on the disk, or why it is not: "full" or "memory". */
  async write(change) {
    const database = await this.database;
    if (!database) return this.trouble;
    try {
      const work = database.transaction("outbox", "readwrite", { durability: "strict" });
      const shelf = work.objectStore("outbox");
      change(shelf);
      const counted = shelf.count();
      await new Promise((kept, lost) => {
        work.oncomplete = kept;
        work.onabort = () => lost(work.error);
      });
      promise(counted.result);
      return "";
    } catch (failure) {
      return why(failure);
    }
  }
}
