// SHA-256 (FIPS 180-4) of a text. The browser's own is missing on a plain-HTTP address of a local network.

const FRACTIONS = [];
const START = [];

/** The constants are the first bits of the roots of the first primes: computed once, shorter than written down. */
for (let number = 2; FRACTIONS.length < 64; number += 1) {
  let isPrime = true;
  for (let divisor = 2; divisor * divisor <= number; divisor += 1) isPrime = isPrime && number % divisor !== 0;
  if (!isPrime) continue;
  if (START.length < 8) START.push(bits(Math.sqrt(number)));
  FRACTIONS.push(bits(Math.cbrt(number)));
}

function bits(root) {
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
}

function turned(word, by) {
  return (word >>> by) | (word << (32 - by));
}

function padded(bytes) {
  const view = new DataView(new ArrayBuffer((((bytes.length + 8) >> 6) + 1) << 6));
  bytes.forEach((byte, place) => view.setUint8(place, byte));
  view.setUint8(bytes.length, 0x80);
  view.setUint32(view.byteLength - 4, bytes.length * 8);
  return view;
}

function schedule(view, block) {
  const words = [];
  for (let i = 0; i < 64; i += 1) {
    if (i < 16) {
      words.push(view.getInt32(block + i * 4));
    } else {
      const [near, far] = [words[i - 2], words[i - 15]];
      const one = turned(near, 17) ^ turned(near, 19) ^ (near >>> 10);
      const two = turned(far, 7) ^ turned(far, 18) ^ (far >>> 3);
      words.push((one + words[i - 7] + two + words[i - 16]) | 0);
    }
  }
  return words;
}

function mixed(hash, words) {
  let [a, b, c, d, e, f, g, h] = hash;
  for (let i = 0; i < 64; i += 1) {
    const up = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const first = (h + up + ((e & f) ^ (~e & g)) + FRACTIONS[i] + words[i]) | 0;
    const down = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const second = (down + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, place) => (word + hash[place]) | 0);
}

/** The digest of a text as the server computes it: UTF-8, composed accents, hexadecimal. */
export function digestOf(text) {
  const view = padded(new TextEncoder().encode(text.normalize("NFC")));
  let hash = START;
  for (let block = 0; block < view.byteLength; block += 64) hash = mixed(hash, schedule(view, block));
  return hash.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
