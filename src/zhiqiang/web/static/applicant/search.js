// Finding an industry by code, Chinese name, pinyin (whole, begun, initials, mixed), English word or section.
// The same order as the engine's `search_industries`; a test compares the two.

const SEPARATORS = /[\s、，,;；'’\-_/·]+/g;
const CODE = /^[a-t]?(\d{1,4})(?!\d)/;
const LONGEST = 60;
const TWO_LETTERS = ["zh", "ch", "sh"];

/** The options a person may mean, best first. */
export function search(options, text, limit = 12) {
  if (text.length > LONGEST) return [];
  const query = narrow(text).trim().toLowerCase();
  if (!query) return options.slice(0, limit);
  const found = [];
  for (const option of options) {
    const rank = rankOf(option, query);
    if (rank) found.push([rank, option]);
  }
  found.sort(([one, a], [other, b]) => one[0] - other[0] || one[1] - other[1] || (a.code < b.code ? -1 : 1));
  return found.slice(0, limit).map(([, option]) => option);
}

function narrow(text) {
  return text.replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
}

function rankOf(option, query) {
  const code = CODE.exec(query);
  if (code) return byCode(option.code, code[1]);
  const squeezed = query.replace(SEPARATORS, "");
  if (!squeezed) return null;
  return /^[a-z]+$/.test(squeezed) ? byLetters(option, squeezed, query) : byName(option, squeezed);
}

function byCode(code, digits) {
  if (digits.slice(0, 2) === code || (digits.length === 1 && code === `0${digits}`)) return [0, 0];
  return code.startsWith(digits) ? [1, 0] : null;
}

function byName(option, squeezed) {
  const name = option.name.replace(SEPARATORS, "");
  const where = name.indexOf(squeezed);
  if (where >= 0) return [name === squeezed ? 2 : where === 0 ? 3 : 5, where];
  if (option.section_name.replace(SEPARATORS, "").includes(squeezed)) return [8, 0];
  return squeezed.length > 1 && inOrder(squeezed, name) ? [9, 0] : null;
}

function byLetters(option, squeezed, query) {
  const syllables = option.pinyin.split(" ");
  for (let start = 0; start < syllables.length; start += 1) {
    if (reads(syllables, start, squeezed)) return [start === 0 ? 4 : 6, start];
  }
  if (query.length > 2 && query !== "and" && wordBegins(option.name_en.toLowerCase(), query)) return [7, 0];
  const begins = query.toUpperCase() === option.section || reads(option.section_pinyin.split(" "), 0, squeezed);
  return begins ? [8, 0] : null;
}

function wordBegins(text, query) {
  for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + 1)) {
    if (at === 0 || /\w/.test(text[at - 1]) !== /\w/.test(query[0])) return true;
  }
  return false;
}

function reads(syllables, start, letters) {
  if (start === syllables.length) return false;
  const syllable = syllables[start];
  if (syllable.startsWith(letters)) return true;
  const pieces = new Set([syllable, syllable[0]]);
  if (TWO_LETTERS.includes(syllable.slice(0, 2))) pieces.add(syllable.slice(0, 2));
  return [...pieces].some((piece) => letters.startsWith(piece) && reads(syllables, start + 1, letters.slice(piece.length)));
}

function inOrder(wanted, name) {
  const signs = [...name];
  let at = 0;
  return [...wanted].every((sign) => {
    at = signs.indexOf(sign, at) + 1;
    return at > 0;
  });
}
