// What a reader types → words and what they ask for: the first part of the browser's half of the search.
//
// Words are made as `render/search/words.rs` makes them; one table tests both. Each script of the folder `search/` calls
// `specfolioSearch` with one value; `search-rank.js` and `search-engine.js` add to what it bears.
var specfolioSearch = (function () {
  "use strict";

  // ---- words

  var LETTERS = "\\p{Alphabetic}\\p{N}\\p{M}";
  var COMPOUND = new RegExp("[" + LETTERS + "](?:[-_'\u2019]?[" + LETTERS + "])*", "gu");
  var BETWEEN = new RegExp("[^" + LETTERS + "]+", "gu");
  var DENSE =
    "\u0E00-\u0EFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u3005-\u3007\u3040-\u31FF\u3400-\u4DBF\u4E00-\u9FFF" +
    "\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\uFF66-\uFF9F\u{20000}-\u{3FFFF}";
  var IS_DENSE = new RegExp("[" + DENSE + "]", "u");
  var RUNS = new RegExp("[" + DENSE + "][" + DENSE + "\\p{M}]*|[^" + DENSE + "]+", "gu");
  var PLAIN = { "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ł": "l", "ı": "i", "ς": "σ" };
  var LONGEST = 32;
  var LONGEST_WITH_DIGITS = 20;
  var EMPTY = set(
    "a an and are as at be by for from has have if in is it its not of on or that the this to was which will with"
  );
  // They stand in questions, and an answer need not repeat them.
  var ASKING = set("about any can could do does how i me my our should there we what when where who why would you your");

  function set(words) {
    return new Set(words.split(" "));
  }

  // ---- words

  /** One spelling for all ways to write a word. */
  function fold(word) {
    return plain(word).replace(/ /g, "");
  }

  function plain(text) {
    var lower = text.normalize("NFKD").toLowerCase().normalize("NFKD");
    return lower
      .replace(/[\u0300-\u036F'\u2019]/g, "")
      .replace(/[ßæœþøđðħłıς]/g, function (letter) { return PLAIN[letter]; })
      .normalize("NFC");
  }

  function isWord(word) {
    var length = Array.from(word).length;
    return length > 0 && length <= LONGEST && !(length > LONGEST_WITH_DIGITS && /[0-9]/.test(word));
  }

  /** The parts of `camelCase`, `HTTPServer` and `erc20`; none where there is one. */
  function humps(word) {
    if (!/^[\x00-\x7F]*$/.test(word)) return [];
    var rises = word.replace(/([a-z0-9])(?=[A-Z])|([0-9])(?=[A-Za-z])|([A-Za-z])(?=[0-9])/g, "$& ");
    var parts = rises.replace(/[A-Z](?=[A-Z][a-z](?!(?:$| )))|[A-Z](?=[A-Z][a-rt-z](?:$| ))/g, "$& ").split(" ");
    return parts.length < 2 ? [] : parts.filter(function (part) { return part.length > 1; }).map(fold);
  }

  /** The words of letters between two joints, each with its place in them: `[word, start, end]`, the whole one last. */
  function ofPart(part) {
    if (/^[\x00-\x7F]*$/.test(part)) {
      var plain = part.replace(/'/g, "");
      if (!isWord(plain)) return [];
      return humps(plain).concat(fold(plain)).map(function (word) { return [word, 0, part.length]; });
    }
    var found = [];
    for (var run of part.matchAll(RUNS)) {
      var end = run.index + run[0].length;
      if (IS_DENSE.test(run[0])) found = found.concat(pairs(run[0], run.index));
      else found.push([fold(run[0]), run.index, end]);
    }
    return found;
  }

  /** Each pair of neighbours, and the last character. */
  function pairs(run, start) {
    var characters = Array.from(fold(run));
    var whole = characters.length === Array.from(run).length;
    var at = start;
    return characters.map(function (character, index) {
      var from = whole ? at : start;
      var pair = character + (characters[index + 1] || "");
      at += character.length;
      return [pair, from, whole ? from + pair.length : start + run.length];
    });
  }

  /** The compounds of a text: where each stands, its parts' words, and what they are joined. */
  function compounds(text) {
    return Array.from(text.matchAll(COMPOUND), function (match) {
      var at = 0;
      var parts = match[0].split(/[-_]/).map(function (part) {
        var start = at;
        at += part.length + 1;
        return ofPart(part)
          .filter(function (found) { return isWord(found[0]); })
          .map(function (found) { return [found[0], start + found[1], start + found[2]]; });
      });
      var named = /[_0-9]/.test(match[0]);
      var joins = parts.length > 1 && (named || parts.length <= 3) && !IS_DENSE.test(match[0]);
      var joined = joins ? fold(match[0].replace(/[-_]/g, "")) : "";
      return { text: match[0], at: match.index, parts: parts, named: named, joined: isWord(joined) ? joined : "" };
    });
  }

  /** Every word of a text, in order; a joined one after its parts. */
  function words(text) {
    return compounds(text).flatMap(function (compound) {
      var all = compound.parts.flat().map(function (found) { return found[0]; });
      return compound.joined ? all.concat(compound.joined) : all;
    });
  }

  /** A text as its words only, to look a phrase up in. */
  function line(text) {
    return " " + plain(text).replace(BETWEEN, " ").trim() + " ";
  }

  /** The same without the words that say nothing; all of them where there are no others. */
  function spoken(text) {
    var all = line(text);
    var said = all.trim().split(" ").filter(function (word) { return !EMPTY.has(word); });
    return said.length > 0 ? " " + said.join(" ") + " " : all;
  }

  var stems = new Map();

  /** What is left of an English word without its endings. Words of one stem are gathered; their spelling is not changed. */
  function stem(word) {
    if (!stems.has(word)) stems.set(word, cut(word));
    return stems.get(word);
  }

  function cut(word) {
    if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
    var stemmed = word
      .replace(/(ss)es$|(x)es$|([^aeiou])ies$|([^sui])s$/, function (_, ss, x, before, other) {
        return ss || x || (before ? before + "y" : other);
      })
      .replace(/^(.*[aeiouy].*?)(?:ed|ing)(?:ly)?$/, "$1");
    if (stemmed.length < 3) stemmed += "e";
    if (stemmed.length < word.length - 1) stemmed = stemmed.replace(/([bdfgmnprt])\1$/, "$1");
    stemmed = stemmed.replace(/^(.{3,}?)(?:ization|izer|ize|isation|iser|ise)$/, "$1iz");
    stemmed = stemmed.replace(/^(.{3,}?)(?:ations?|ators?|ates?|ative)$/, "$1at");
    stemmed = stemmed.replace(/^(.{5,})at$/, "$1");
    stemmed = stemmed.replace(/^(.{4,}?)(?:ement|ments?|ness|ible|able|ful|ous|ally|ly|al|ance|ence|ant|ent|ive|er|or)$/, "$1");
    stemmed = stemmed.replace(/^(.{3,}[st])ion$/, "$1").replace(/(..[^e])e$/, "$1").replace(/([^aeiou])y$/, "$1i");
    return stemmed.length < 2 ? word : stemmed;
  }

  /** Whether one letter more, less, other, or two in each other's place lead from one word to the other. */
  function isNear(one, other) {
    if (one.length > other.length) return isNear(other, one);
    var longer = other.length - one.length;
    if (longer > 1) return false;
    var at = 0;
    while (at < one.length && one[at] === other[at]) at += 1;
    if (longer === 1) return one.slice(at) === other.slice(at + 1);
    if (one.slice(at + 1) === other.slice(at + 1)) return true;
    return one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2);
  }

  // ---- queries

  /** Words that something other than a hyphen joins: `nonisolated(unsafe)`, `net.core.somaxconn`. */
  var TIGHT = new RegExp("[" + LETTERS + "][^-_'\u2019\\s" + LETTERS + "]+[" + LETTERS + "]", "u");

  /** What is longer was pasted: it is sought by its beginning, in characters and in words. */
  var LONGEST_QUERY = 300;
  var MOST_WORDS = 24;

  var FIELDS = { status: "status", kind: "kind", type: "kind", reviewer: "reviewer", author: "author" };

  /** What a reader typed, taken apart: words, phrases in quotes, and filters such as `status:draft` and `@ann`. */
  function parse(typed) {
    var text = typed.slice(0, LONGEST_QUERY);
    var query = { text: text.trim(), words: [], phrases: [], tight: [], filters: [], plain: "" };
    var plain = [];
    var parts = /(\w+):(?:"([^"]*)"?|([^\s"]+))|"([^"]*)"?|@([^\s"]+)|([^\s"]+)/gu;
    for (var match of text.matchAll(parts)) {
      var field = match[1] && FIELDS[match[1].toLowerCase()];
      if (field) query.filters.push({ field: field, value: match[2] || match[3] || "" });
      else if (match[5]) query.filters.push({ field: "person", value: match[5] });
      else if (match[4] !== undefined) addPhrase(query, match[4], plain);
      else {
        plain.push(match[0]);
        if (TIGHT.test(match[0])) query.tight.push(line(match[0]));
      }
    }
    query.plain = plain.join(" ");
    query.words = query.words.concat(sought(query.plain));
    query.joins = joins(query.plain);
    var said = query.words.filter(function (word) { return !EMPTY.has(word.text) && !ASKING.has(word.text); });
    if (said.length > 0) query.words = said;
    query.words = once(query.words).slice(0, MOST_WORDS);
    // The last one may still be being typed.
    var last = query.words[query.words.length - 1];
    if (last && !/[\s"]$/.test(text)) last.unfinished = true;
    return query;
  }

  /** Every word where it is asked for first. */
  function once(words) {
    var seen = new Set();
    return words.filter(function (word) { return !seen.has(word.text) && seen.add(word.text); });
  }

  function isHandle(filter) {
    return filter.field === "person";
  }

  function addPhrase(query, text, plain) {
    var phrase = line(text);
    if (phrase.trim() === "") return;
    query.phrases.push(phrase);
    var quoted = sought(text).filter(function (word) { return !EMPTY.has(word.text); });
    quoted.forEach(function (word) { word.exact = true; });
    query.words = query.words.concat(quoted);
    plain.push(text);
  }

  /** The words that a text asks for. One that joins others is asked for whole, or else in its parts. */
  function sought(text) {
    return compounds(text).flatMap(function (compound) {
      var parts = compound.parts.map(function (part) { return part.map(function (found) { return found[0]; }); });
      if (compound.joined && compound.named) return { text: compound.joined, parts: parts.flat() };
      return parts.flatMap(function (part) {
        var whole = part[part.length - 1];
        if (whole === undefined) return [];
        // Of neighbours in pairs the last character alone asks for nothing more.
        if (IS_DENSE.test(whole)) return (part.length > 1 ? part.slice(0, -1) : part).map(one);
        return { text: whole, parts: part.slice(0, -1) };
      });
    });
  }

  /** What hyphens join in a text to one word, where that is asked for in its parts. */
  function joins(text) {
    var joined = compounds(text).filter(function (compound) { return compound.joined && !compound.named; });
    return joined.map(function (compound) { return compound.joined; });
  }

  function one(text) {
    return { text: text, parts: [] };
  }

  /** Takes the value that a script of the search hands over. */
  function take(value) {
    take.value = value;
  }

  return Object.assign(take, { EMPTY, IS_DENSE, compounds, fold, isHandle, isNear, line, one, parse, spoken, stem, words });
})();
