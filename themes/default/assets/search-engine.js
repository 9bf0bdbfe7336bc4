// The browser's half of the search: what a reader types → documents, headings, and texts with places to mark.
//
// It is given a function that loads a script of the folder `search/` by its name and gives the value that was handed over,
// and knows neither a page nor an address. Words are made as `render/search/words.rs` makes them; one table tests both.
// Each script of that folder calls `specfolioSearch` with one value.
var specfolioSearch = (function () {
  "use strict";

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

  // ---- files

  function hash(text, begin) {
    for (var character of text) begin = Math.imul(begin ^ character.codePointAt(0), 0x01000193);
    return begin >>> 0;
  }

  function hex(number) {
    return number.toString(16).padStart(8, "0");
  }

  /** The name of a document's text: a hash of its address. */
  function nameOf(url) {
    return hex(hash(url, 0x811c9dc5)) + hex(hash(url, 0x9747b28c));
  }

  /** The letters that decide in which shard a word is. */
  function keyOf(word) {
    return Array.from(word).slice(0, IS_DENSE.test(Array.from(word)[0] || "") ? 1 : 3).join("");
  }

  /** The shard of a key. */
  function shardOf(key, shards) {
    var mixed = hash(key, 0x811c9dc5);
    return ((mixed ^ (mixed >>> 15)) >>> 0) % shards;
  }

  /** The keys of all words of a stem: short ones change within their first letters. */
  function keysOf(word) {
    var root = stem(word);
    var keys = [word, root];
    if (root.length < 3) keys.push(root + "e", root + "ing", root + "ed");
    else if (root.length === 3 && root.endsWith("i")) keys.push(root.slice(0, 2) + "y");
    return new Set(keys.map(keyOf));
  }

  /** The keys of words that differ from one within its first letters, as far as one can tell. */
  function nearKeys(word) {
    var keys = new Set();
    for (var at = 0; at < 3; at += 1) {
      var rest = word.slice(at + 1);
      keys.add(keyOf(word.slice(0, at) + rest));
      keys.add(keyOf(word.slice(0, at) + rest.slice(0, 1) + word[at] + rest.slice(1)));
    }
    return keys;
  }

  var DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  var VALUES = new Map(Array.from(DIGITS, function (digit, value) { return [digit, value]; }));

  /** Calls `take(document, weight, pieces)` for each document of a list. */
  function readList(list, pieces, take) {
    var at = 0;
    function number() {
      var value = 0;
      for (var scale = 1; ; scale *= 32) {
        var digit = VALUES.get(list[at]);
        at += 1;
        value += (digit % 32) * scale;
        if (digit < 32) return value;
      }
    }
    for (var document = 0; at < list.length; document += 1) {
      document += number();
      var weight = number();
      take(document, weight, pieces[document] > 1 ? number() : 1);
    }
  }

  // ---- queries

  /** Words that something other than a hyphen joins: `nonisolated(unsafe)`, `net.core.somaxconn`. */
  var TIGHT = new RegExp("[" + LETTERS + "][^-_'\u2019\\s" + LETTERS + "]+[" + LETTERS + "]", "u");

  var FIELDS = { status: "status", kind: "kind", type: "kind", reviewer: "reviewer", author: "author" };

  /** What a reader typed, taken apart: words, phrases in quotes, and filters such as `status:draft` and `@ann`. */
  function parse(text) {
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
    // The last one may still be being typed.
    var last = query.words[query.words.length - 1];
    if (last && !/[\s"]$/.test(text)) last.unfinished = true;
    return query;
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

  // ---- the engine

  var OFTEN = [1, 2.5, 5, 10, 20, 40, 80, 160];
  var WEIGHTS = {
    stem: 0.8, prefix: 0.35, unfinished: 0.6, near: 0.5, parts: 0.6,
    joined: 0.8, initials: 0.8, heading: 0.6, title: 1.8, id: 4, person: 1.2, share: 0.8,
    past: 0.5, valid: 1.1, named: 0.05, part: 0.85,
  };

  var RARE = 4;

  /** How much of what words say a document must have, and how much where fewer than so many have that. */
  var ENOUGH = 0.6;
  var LITTLE = 0.35;
  var FEW = 3;

  /** How many pieces of text a phrase is looked up in, once it was found. */
  var MOST_PIECES = 8;

  /** In how many results joined words are looked up. */
  var MOST_TIGHT = 10;

  function engine(load) {
    var ready = null;
    var shards = new Map();
    var texts = new Map();

    function begin(fresh) {
      shards.clear();
      texts.clear();
      ready = load("manifest", fresh).then(read);
      ready.catch(function () { ready = null; });
      return ready;
    }

    /** The manifest, loaded once. */
    function manifest() {
      return ready || begin();
    }

    /** A shard: its words, and the list of each. */
    function shard(number, index) {
      if (!shards.has(number)) {
        var loaded = load("terms-" + number, index.stamp).then(function (value) {
          if (value[0] !== index.stamp) throw { stamp: value[0] };
          return { words: value[1] ? value[1].split(" ") : [], lists: value[2].split(" ") };
        });
        loaded.catch(function () { shards.delete(number); });
        shards.set(number, loaded);
      }
      return shards.get(number);
    }

    function shardsOf(keys, index) {
      var numbers = new Set(Array.from(keys, function (key) { return shardOf(key, index.shards); }));
      return Promise.all(Array.from(numbers, function (number) { return shard(number, index); }));
    }

    /** A piece of a document's text: sections of anchor, heading and text. */
    function piece(document, number, index) {
      var name = nameOf(index.urls[document]) + "-" + number;
      if (!texts.has(name)) {
        var loaded = load(name);
        loaded.catch(function () { texts.delete(name); });
        texts.set(name, loaded);
      }
      return texts.get(name);
    }

    /** Where a word stands, and what else it is taken to be. Words in shards and titles count alike. */
    async function lookUp(word, index) {
      var found = hits(index);
      await gather(found, word, index);
      if (found.size() === 0 && word.parts.length > 0) await gatherParts(found, word, index);
      else if (word.parts.length > 1) found.takeTitledParts(word.parts);
      if (word.exact || word.text.length < 4) return found;
      return found.size() === 0 ? mistyped(word, index, 1) : found;
    }

    /** Words that hardly stand anywhere are taken for others, too: from afar only where no document has all words as they are. */
    async function doubt(words, lookedUp, index) {
      var every = Array.from(candidates(lookedUp)).some(function (document) {
        return lookedUp.every(function (found) { var hit = found.by.get(document); return hit && hit.sure; });
      });
      await Promise.all(words.map(function (word, at) {
        var found = lookedUp[at];
        if (word.exact || word.text.length < 5 || found.size() === 0) return null;
        var odd = found.sure() < RARE && (found.sure() > 0 || !word.unfinished);
        return odd && meant(found, word, index, every);
      }));
    }

    /** What a mistyped word was meant to be: first what is at hand, then what begins a little differently. */
    async function mistyped(word, index, enough, isAtHand) {
      var near = hits(index);
      await gather(near, word, index, keysOf(word.text));
      if (near.size() < enough && !isAtHand) {
        near = hits(index);
        await gather(near, word, index, new Set([...keysOf(word.text), ...nearKeys(word.text)]));
      }
      return near;
    }

    /** A word that hardly stands anywhere may be one that others mistyped as well: what it was meant to be counts, too. */
    async function meant(found, word, index, isAtHand) {
      var enough = Math.max(1, 8 * found.sure());
      var near = await mistyped(word, index, enough, isAtHand);
      if (near.size() < enough) return;
      near.words.forEach(function (other) { found.words.add(other); });
      near.by.forEach(function (hit, document) { if (!found.by.has(document)) found.by.set(document, hit); });
      found.doubtful = true;
    }

    async function gather(found, word, index, near) {
      var typing = Boolean(near);
      var keys = near || keysOf(word.text);
      // What begins with one or two letters is in many shards; titles know it.
      (await shardsOf(keys, index)).forEach(function (shard) {
        shard.words.forEach(function (other, at) {
          var factor = likeness(word, other, typing);
          if (factor > 0) found.takeList(other, shard.lists[at], factor);
        });
      });
      index.titleWords.forEach(function (places, other) {
        var factor = likeness(word, other, typing);
        if (factor > 0) places.forEach(function (place) { found.takeTitle(other, place, factor); });
      });
    }

    /** Takes the documents that have all parts of a word. */
    async function gatherParts(found, word, index) {
      var parts = await Promise.all(word.parts.map(function (part) { return lookUp(one(part), index); }));
      parts.forEach(function (part) { part.words.forEach(function (other) { found.words.add(other); }); });
      parts[0].by.forEach(function (hit, document) {
        var all = parts.map(function (part) { return part.by.get(document); });
        if (all.includes(undefined)) return;
        var least = all.reduce(function (a, b) { return score(a, document, index) < score(b, document, index) ? a : b; });
        found.by.set(document, { ...least, often: least.often * WEIGHTS.parts, sure: true });
      });
    }

    /**
     * Two words may stand written as one (`static call`, `STATICCALL`): whoever has that has both. Gives what the
     * hyphens of the query join: it is not asked for, and speaks for a document that has it.
     */
    async function joinNeighbours(query, lookedUp, index) {
      var words = query.words;
      var joins = [];
      for (var at = 0; at + 1 < words.length; at += 1) {
        var pair = [words[at], words[at + 1]];
        if (pair.some(function (word) { return word.exact || word.text.length < 3 || IS_DENSE.test(word.text); })) continue;
        var joined = await exactly(pair[0].text + pair[1].text, index);
        lookedUp[at].takeAll(joined);
        lookedUp[at + 1].takeAll(joined);
      }
      for (var join of query.joins) joins.push(await exactly(join, index));
      return joins.filter(function (joined) { return joined.size() > 0; });
    }

    /** Three words or more may stand in a title as their initials (`CRD`): it has all of them. */
    function shorten(words, lookedUp, index) {
      if (words.length < 3 || words.some(function (word) { return word.exact || !/^[a-z]/.test(word.text); })) return;
      var initials = words.map(function (word) { return word.text[0]; }).join("");
      (index.titleWords.get(initials) || []).forEach(function (place) {
        lookedUp.forEach(function (found) { found.takeTitle(initials, place, WEIGHTS.initials); });
      });
    }

    /** Where a word stands as it is. */
    async function exactly(text, index) {
      var found = hits(index);
      await gather(found, { text: text, parts: [], exact: true }, index);
      return found;
    }

    /** Runs a query. A result has what `manifest` says of its document; its excerpts are a second question. */
    async function search(text, again) {
      var index = await manifest();
      try {
        var found = await answer(parse(text), index);
        // Not all that begins so is a person: `@available`.
        if (found.results.length === 0 && found.query.filters.some(isHandle)) {
          found = await answer(parse(text.replace(/(^|\s)@/g, "$1")), index);
        }
        return found;
      } catch (error) {
        // The list of documents is older than the shards, or younger: once more with the new one.
        if (!error || !error.stamp || again) throw error;
        await begin(error.stamp);
        return search(text, true);
      }
    }

    async function answer(query, index) {
      var lookedUp = await Promise.all(query.words.map(function (word) { return lookUp(word, index); }));
      await doubt(query.words, lookedUp, index);
      var joins = await joinNeighbours(query, lookedUp, index);
      shorten(query.words, lookedUp, index);
      var ranked = rank(query, lookedUp, joins, index);
      var terms = new Map();
      lookedUp.forEach(function (found, number) {
        found.words.forEach(function (word) { terms.set(word, number); });
      });
      var asked = { query: query, terms: terms, found: lookedUp };
      if (query.phrases.length > 0) ranked = await withPhrases(query, ranked, asked, index);
      else if (query.tight.length > 0) ranked = await tightFirst(query, ranked, asked, index);
      var results = jumps(query, index).concat(ranked);
      var seen = new Set();
      results = results.filter(function (result) {
        var fresh = !seen.has(result.url);
        seen.add(result.url);
        return fresh;
      });
      return { query: query, asked: asked, results: results };
    }

    /** Of the first documents, those come before all others in which what the query joins stands as the query joins it. */
    async function tightFirst(query, ranked, asked, index) {
      var first = ranked.slice(0, MOST_TIGHT);
      var texts = await Promise.all(first.map(async function (result) {
        var number = order(result.document, asked, index)[0];
        return line(result.title) + (number === undefined ? "" : lines(await piece(result.document, number, index)));
      }));
      function isTight(_, at) {
        return query.tight.every(function (words) { return texts[at].includes(words); });
      }
      var tight = first.filter(isTight);
      var rest = ranked.filter(function (result) { return !tight.includes(result); });
      return tight.concat(rest);
    }

    /**
     * Of the documents that have all words of a phrase, those that have the phrase. Their texts are loaded for it: as long
     * as none has it, more of them.
     */
    async function withPhrases(query, ranked, asked, index) {
      var kept = [];
      var loaded = 0;
      for (var at = 0; at < ranked.length && at < 40 && kept.length < 8; at += 4) {
        if (loaded >= MOST_PIECES && kept.length > 0) break;
        var some = await Promise.all(ranked.slice(at, at + 4).map(async function (result) {
          var title = line(result.title);
          var left = query.phrases.filter(function (phrase) { return !title.includes(phrase); });
          for (var number of whole(result.document, query, asked)) {
            if (left.length === 0) break;
            loaded += 1;
            var text = lines(await piece(result.document, number, index));
            left = left.filter(function (phrase) { return !text.includes(phrase); });
          }
          return left.length === 0 && result;
        }));
        kept = kept.concat(some.filter(Boolean));
      }
      return kept;
    }

    /** The headings of a result that fit a query best, each with a stretch of its text and the places to mark. */
    async function excerpts(result, asked) {
      if (result.document === undefined) return [];
      var index = await manifest();
      var number = order(result.document, asked, index)[0];
      if (number === undefined) return [];
      var sections = await piece(result.document, number, index);
      return bestSections(sections, asked);
    }

    return { search: search, excerpts: excerpts, manifest: manifest, forget: function () { ready = null; } };
  }

  /** The manifest with what is looked up in it. */
  function read(manifest) {
    var index = { ...manifest, ...manifest.documents, kindNames: manifest.kinds, statusList: manifest.statuses };
    index.prefixNames = manifest.prefixes;
    index.kinds = manifest.documents.kinds;
    index.statuses = manifest.documents.statuses;
    index.prefixes = manifest.documents.prefixes;
    index.count = index.titles.length;
    index.average = index.lengths.reduce(function (sum, length) { return sum + Math.pow(2, length); }, 1) / Math.max(1, index.count);
    index.titleWords = titleWords(index);
    index.titleLines = index.titles.map(spoken);
    index.titleSizes = index.titles.map(function (title) {
      return Math.max(1, words(title).filter(function (word) { return !EMPTY.has(word); }).length);
    });
    return index;
  }

  /** Every word of a title, an id or a name → where: the document and what the place counts. */
  function titleWords(index) {
    var all = new Map();
    function add(word, document, weight) {
      if (!all.has(word)) all.set(word, []);
      all.get(word).push([document, weight]);
    }
    index.titles.forEach(function (title, document) {
      new Set(words(title)).forEach(function (word) { add(word, document, WEIGHTS.title); });
      new Set(idWords(document, index)).forEach(function (word) { add(word, document, WEIGHTS.id); });
      var named = index.authors[document].concat(index.reviewers[document]);
      new Set(named).forEach(function (person) {
        var names = index.people[person - 1];
        new Set(words(names[0] + " " + names[1])).forEach(function (word) { add(word, document, WEIGHTS.person); });
      });
    });
    return all;
  }

  function idWords(document, index) {
    var id = index.ids[document];
    var prefix = index.prefixNames[index.prefixes[document] - 1];
    var numbered = /^\d/.test(id) && prefix ? words(prefix + "-" + id.replace(/^0+(?=\d)/, "")) : [];
    return id ? words(id).concat(numbered) : [];
  }

  /** How much one word is another: 1 for itself, less for its stem, what begins with it, and what it was meant to be. */
  function likeness(word, other, typing) {
    var text = word.text;
    if (other === text) return 1;
    if (typing) {
      if (isNear(text, other)) return WEIGHTS.near;
      var begins = word.unfinished && text.length > 4 && other.length > text.length;
      return begins && isNear(text, other.slice(0, text.length)) ? WEIGHTS.near / 2 : 0;
    }
    if (word.exact) return 0;
    if (other[0] === text[0] && other.length > 2 && stem(other) === stem(text)) return WEIGHTS.stem;
    var dense = IS_DENSE.test(text);
    if (!other.startsWith(text) || (text.length < 3 && !dense && !word.unfinished)) return 0;
    return (word.unfinished || dense ? WEIGHTS.unfinished : WEIGHTS.prefix) * Math.sqrt(text.length / other.length);
  }

  /** What was found of one word: `by` document how often, in which pieces, in headings, in the title. */
  function hits(index) {
    var by = new Map();
    var found = { by: by, words: new Set(), doubtful: false, size: function () { return by.size; } };
    found.sure = function () {
      var count = 0;
      by.forEach(function (hit) { count += hit.sure ? 1 : 0; });
      return count;
    };

    function hit(document) {
      if (!by.has(document)) by.set(document, { often: 0, pieces: 0, heading: 0, title: 0, sure: false });
      return by.get(document);
    }

    found.takeList = function (word, list, factor) {
      found.words.add(word);
      readList(list, index.pieces, function (document, weight, pieces) {
        var it = hit(document);
        it.often += factor * OFTEN[weight % 8];
        it.pieces |= pieces;
        it.sure = it.sure || factor >= WEIGHTS.stem;
        if (weight > 7) it.heading = Math.max(it.heading, factor);
      });
    };
    found.takeAll = function (others) {
      others.words.forEach(function (word) { found.words.add(word); });
      others.by.forEach(function (other, document) {
        var it = hit(document);
        it.often += other.often;
        it.pieces |= other.pieces;
        it.heading = Math.max(it.heading, other.heading);
        it.title = Math.max(it.title, other.title);
        it.sure = true;
      });
    };
    /** Of the documents that have a joined word, those whose title has some of its parts. */
    found.takeTitledParts = function (parts) {
      var counts = new Map();
      parts.forEach(function (part) {
        var titled = new Set();
        index.titleWords.forEach(function (places, other) {
          if (other !== part && (other.length < 3 || stem(other) !== stem(part))) return;
          places.forEach(function (place) { titled.add(place[0]); });
        });
        titled.forEach(function (document) { counts.set(document, (counts.get(document) || 0) + 1); });
      });
      counts.forEach(function (count, document) {
        var share = count / parts.length;
        if (by.has(document)) by.get(document).title += WEIGHTS.parts * WEIGHTS.title * share * share;
      });
    };
    found.takeTitle = function (word, place, factor) {
      found.words.add(word);
      var it = hit(place[0]);
      it.title = Math.max(it.title, factor * place[1]);
      it.sure = it.sure || factor >= WEIGHTS.stem;
    };
    return found;
  }

  /** What one word says of one document, but for its rarity. */
  function score(hit, document, index) {
    var length = Math.pow(2, index.lengths[document]) / index.average;
    var often = hit.often / (hit.often + 1.2 * (0.4 + 0.6 * Math.min(length, 4)));
    return 1.4 * often + WEIGHTS.heading * hit.heading + hit.title;
  }

  /** Rarity: what is in few documents says more. What is surely the word decides where there is any. */
  function rarity(found, index) {
    var count = (!found.doubtful && found.sure()) || found.size();
    return Math.log(1 + (index.count - count + 0.5) / (count + 0.5));
  }

  /** The documents in the order of how well they fit. */
  function rank(query, lookedUp, joins, index) {
    var fits = filter(query, index);
    if (fits === null) return [];
    if (lookedUp.length === 0) {
      if (query.filters.length === 0) return [];
      return range(index.count).filter(fits).map(function (document) { return result(document, 1, index); });
    }
    var words = { found: lookedUp, joins: joins, rarities: lookedUp.map(function (found) { return rarity(found, index); }) };
    var ranked = weighed(query, words, fits, ENOUGH, index);
    // Where nearly nothing has most of them, and each stands somewhere, less will do.
    var everyWord = lookedUp.every(function (found) { return found.size() > 0; });
    if (ranked.length < FEW && everyWord) ranked = weighed(query, words, fits, LITTLE, index);
    return succeeded(ranked, lookedUp, fits, index);
  }

  /** The documents that have so much of what is asked for, the best first. */
  function weighed(query, words, fits, least, index) {
    var all = words.rarities.reduce(function (sum, each) { return sum + each; }, 0);
    var ranked = [];
    candidates(words.found).forEach(function (document) {
      if (!fits(document)) return;
      var has = words.found.map(function (found) { return found.by.get(document); });
      var covered = words.rarities.reduce(function (sum, each, at) { return sum + (has[at] ? each : 0); }, 0) / all;
      if (!isEnough(covered, has, query, least)) return;
      var sum = has.reduce(function (sum, hit, at) {
        return sum + (hit ? words.rarities[at] * score(hit, document, index) : 0);
      }, 0);
      sum += words.joins.reduce(function (sum, joined) {
        var hit = joined.by.get(document);
        return sum + (hit ? WEIGHTS.joined * rarity(joined, index) * score(hit, document, index) : 0);
      }, 0);
      var factor = covered * covered * together(has) * titled(query, has, document, index);
      ranked.push(result(document, sum * factor * standing(document, index), index));
    });
    return ranked.sort(function (a, b) { return b.score - a.score || a.document - b.document; });
  }

  /**
   * What stands in the place of a result that is not in force comes right before it: where it is a result as well, or where
   * the title is what was asked for.
   */
  function succeeded(ranked, lookedUp, fits, index) {
    function isTitled(document) {
      return lookedUp.every(function (found) { return found.by.has(document) && found.by.get(document).title > 0; });
    }
    var places = new Map(ranked.map(function (result, place) { return [result.document, place]; }));
    var before = new Map();
    index.successors.forEach(function (pair) {
      var place = places.get(pair[0]);
      var own = places.get(pair[1]);
      if (place === undefined || own < place || !fits(pair[1])) return;
      if (own === undefined && !isTitled(pair[0])) return;
      before.set(pair[0], own === undefined ? result(pair[1], ranked[place].score, index) : ranked[own]);
    });
    var seen = new Set();
    return ranked
      .flatMap(function (result) { return before.has(result.document) ? [before.get(result.document), result] : [result]; })
      .filter(function (result) { return !seen.has(result.document) && seen.add(result.document); });
  }

  function range(count) {
    return Array.from({ length: count }, function (_, at) { return at; });
  }

  function candidates(lookedUp) {
    var documents = new Set();
    lookedUp.forEach(function (found) { found.by.forEach(function (_, document) { documents.add(document); }); });
    return documents;
  }

  /** One or two words are all asked for; of more, most of what they say. */
  function isEnough(covered, has, query, least) {
    if (!has.includes(undefined)) return true;
    var missing = has.filter(function (hit) { return !hit; }).length;
    return query.phrases.length === 0 && has.length > 2 && missing <= has.length * 0.4 && covered >= least;
  }

  /** Words that stand together, or in the title, say more than words at both ends of a text. */
  function together(has) {
    var best = has.filter(function (hit) { return hit && hit.title > 0; }).length;
    for (var bit = 0; bit < 30; bit += 1) {
      var count = has.filter(function (hit) { return hit && (hit.pieces >> bit) & 1; }).length;
      best = Math.max(best, count);
    }
    return 0.8 + 0.2 * (best / has.length);
  }

  /** A title that is the query, holds it, or has much of it and little else. */
  function titled(query, has, document, index) {
    if (query.plain === "") return 1;
    var title = index.titleLines[document];
    var asked = spoken(query.plain);
    if (title === asked) return 3;
    var inTitle = has.filter(function (hit) { return hit && hit.title > 0; }).length;
    var share = (inTitle / has.length) * Math.min(1, inTitle / index.titleSizes[document]);
    return (title.includes(asked) ? 1.5 : 1) + WEIGHTS.share * share;
  }

  /** What a document is, whatever was asked for: in force or not, named by many, a part of another. */
  function standing(document, index) {
    var status = index.statusList[index.statuses[document] - 1];
    var valid = isPast(document, index) ? WEIGHTS.past : status && status[2] === 1 ? WEIGHTS.valid : 1;
    return valid * (1 + WEIGHTS.named * index.named[document]) * (index.wholes[document] ? WEIGHTS.part : 1);
  }

  function isPast(document, index) {
    var status = index.statusList[index.statuses[document] - 1];
    return index.past[document] === 1 || Boolean(status && status[2] === 2);
  }

  /** Whether a document passes the filters; `null` where one names nothing that there is. */
  function filter(query, index) {
    var tests = query.filters.map(function (filter) { return test(filter, index); });
    if (tests.includes(null)) return null;
    return function (document) { return tests.every(function (test) { return test(document); }); };
  }

  function test(filter, index) {
    var value = fold(filter.value).replace(/[\s_-]+/g, " ").trim();
    function begins(name) { return fold(name).replace(/[\s_-]+/g, " ").startsWith(value); }
    function numbers(list) {
      return new Set(range(list.length).filter(function (at) { return list[at]; }).map(function (at) { return at + 1; }));
    }
    if (value === "") return function () { return true; };
    if (filter.field === "status" || filter.field === "kind") {
      var names = filter.field === "kind" ? index.kindNames : index.statusList.map(function (status) { return status[0]; });
      var column = filter.field === "kind" ? index.kinds : index.statuses;
      var exact = names.map(function (name) { return fold(name).replace(/[\s_-]+/g, " ") === value; });
      var chosen = numbers(exact.includes(true) ? exact : names.map(begins));
      if (filter.field === "kind" && chosen.size === 0) chosen = numbers(names.map(function (name) { return value === fold(name) + "s"; }));
      return chosen.size && function (document) { return chosen.has(column[document]); } || null;
    }
    var bare = value.replace(/^@/, "");
    var people = numbers(index.people.map(function (person) {
      return fold(person[1]) === bare || words(person[0]).some(function (word) { return word.startsWith(bare); }) ||
        fold(person[1]).replace(/[\s_-]+/g, " ").startsWith(bare) || fold(person[0]).startsWith(bare);
    }));
    if (people.size === 0) return null;
    return function (document) {
      var named = filter.field === "author" ? [] : index.reviewers[document];
      if (filter.field !== "reviewer") named = named.concat(index.authors[document]);
      return named.some(function (person) { return people.has(person); });
    };
  }

  /** What a query names by its number: `1559`, `EIP 1559`, `#12`. */
  function jumps(query, index) {
    var match = /^(#)?\s*([\p{L}-]*?)[-\s#]*0*(\d+)$/u.exec(query.text);
    var found = [];
    var plain = fold(query.text);
    if (match && match[1] && !match[2] && index.issues.includes(Number(match[3]))) {
      found.push({ url: "issue/" + match[3] + ".html", id: "#" + match[3], title: "Issue", score: Infinity });
    }
    range(index.count).forEach(function (document) {
      var id = index.ids[document];
      if (!id || index.wholes[document]) return;
      var parts = /^(.*?)[-\s_]*0*(\d+)$/.exec(id);
      var prefix = (parts && parts[1]) || index.prefixNames[index.prefixes[document] - 1] || "";
      var kind = index.kindNames[index.kinds[document] - 1] || "";
      var asked = match && fold(match[2]).replace(/-$/, "");
      var fits = match && parts && parts[2] === match[3] && (!asked || fold(prefix) === asked || kind === asked);
      if (fits || fold(id) === plain) found.push(result(document, Infinity, index));
    });
    return filter(query, index) ? found.sort(function (a, b) { return a.past - b.past; }) : [];
  }

  /** What is shown of a document. */
  function result(document, score, index) {
    var status = index.statusList[index.statuses[document] - 1];
    return {
      document: document,
      url: index.urls[document],
      id: index.ids[document],
      title: index.titles[document],
      kind: index.kindNames[index.kinds[document] - 1],
      status: status && { name: status[0], colour: status[3] },
      past: isPast(document, index),
      score: score,
    };
  }

  /** The pieces of a document's text, those with most of the words first. */
  function order(document, asked, index) {
    var numbers = range(index.pieces[document]);
    var counts = numbers.map(function (number) {
      return asked.found.filter(function (found) {
        var hit = found.by.get(document);
        return hit && (hit.pieces >> number) & 1;
      }).length;
    });
    return numbers.sort(function (a, b) { return counts[b] - counts[a] || a - b; });
  }

  /** The pieces that have every quoted word: only there can a phrase be. */
  function whole(document, query, asked) {
    var all = asked.found.reduce(function (pieces, found, at) {
      var hit = found.by.get(document);
      return query.words[at].exact ? pieces & (hit ? hit.pieces : 0) : pieces;
    }, -1);
    return range(30).filter(function (number) { return (all >> number) & 1; });
  }

  /** The words of a piece, each heading and each text by itself. */
  function lines(sections) {
    return sections.map(function (section) { return line(section[1]) + "|" + line(section[2]); }).join("|");
  }

  // ---- excerpts

  /** The places of a text to mark, each with the number of the word that it is. */
  function marks(text, terms) {
    var found = [];
    compounds(text).forEach(function (compound) {
      if (compound.joined && terms.has(compound.joined)) {
        found.push([compound.at, compound.at + compound.text.length, terms.get(compound.joined)]);
        return;
      }
      compound.parts.flat().forEach(function (part) {
        if (!terms.has(part[0])) return;
        var place = [compound.at + part[1], compound.at + part[2], terms.get(part[0])];
        var last = found[found.length - 1];
        if (last && place[0] < last[1]) last[1] = Math.max(last[1], place[1]);
        else found.push(place);
      });
    });
    return found;
  }

  /** Up to three sections with most of the words; the first of all where none has any. */
  function bestSections(sections, asked) {
    var weighed = sections.map(function (section, at) {
      var inHeading = marks(section[1], asked.terms);
      var inText = marks(section[2], asked.terms);
      var words = new Set(inHeading.concat(inText).map(function (mark) { return mark[2]; }));
      var weight = 10 * words.size + 6 * new Set(inHeading.map(function (mark) { return mark[2]; })).size;
      var phrases = asked.query.phrases.filter(function (phrase) { return line(section[2]).includes(phrase); }).length;
      return { section: section, at: at, marks: inText, weight: weight && weight + 40 * phrases + Math.min(5, inText.length) };
    });
    var best = weighed.slice().sort(function (a, b) { return b.weight - a.weight || a.at - b.at; });
    var top = best.length > 0 ? best[0].weight : 0;
    return best
      .filter(function (one, place) { return place === 0 || (place < 3 && one.weight > 0 && one.weight >= top / 2); })
      .map(function (one) {
        var heading = one.section[1];
        return {
          anchor: one.section[0],
          heading: runs(heading, 0, heading.length, marks(heading, asked.terms)),
          text: excerpt(one.section[2], one.marks),
        };
      });
  }

  var EXCERPT = 180;

  /** The stretch of a text with most of the words, as runs of text, marked or not. */
  function excerpt(text, marks) {
    var best = marks[0] || [0, 0];
    var most = 0;
    marks.forEach(function (mark) {
      var near = marks.filter(function (other) { return other[0] >= mark[0] && other[1] <= mark[0] + EXCERPT - 40; });
      var count = 10 * new Set(near.map(function (other) { return other[2]; })).size + near.length;
      if (count > most) {
        most = count;
        best = mark;
      }
    });
    var start = Math.max(0, best[0] - 40);
    var line = text.lastIndexOf("\n", best[0]) + 1;
    if (line > start) start = line;
    else if (start > 0) start = nextWord(text, start, best[0]);
    var end = Math.min(text.length, start + EXCERPT);
    if (end < text.length) end = Math.max(lastWord(text, end), best[1]);
    var found = runs(text, start, end, marks);
    if (start > 0) found.unshift({ text: "… ", marked: false });
    if (end < text.length) found.push({ text: " …", marked: false });
    return found;
  }

  function nextWord(text, from, before) {
    var space = text.slice(from, before).search(/\s/);
    return space < 0 ? from + (isLow(text, from) ? 1 : 0) : from + space + 1;
  }

  function lastWord(text, end) {
    var space = text.slice(end - 30, end).search(/\s\S*$/);
    return space < 0 ? end - (isLow(text, end) ? 1 : 0) : end - 30 + space;
  }

  /** Whether a place is in the middle of a character of two units. */
  function isLow(text, at) {
    var unit = text.charCodeAt(at);
    return unit >= 0xdc00 && unit <= 0xdfff;
  }

  function runs(text, start, end, marks) {
    var found = [];
    var at = start;
    marks.forEach(function (mark) {
      if (mark[0] < at || mark[1] > end) return;
      if (mark[0] > at) found.push({ text: text.slice(at, mark[0]), marked: false });
      found.push({ text: text.slice(mark[0], mark[1]), marked: true });
      at = mark[1];
    });
    if (at < end) found.push({ text: text.slice(at, end), marked: false });
    return found;
  }

  /** Takes the value that a script of the search hands over. */
  function take(value) {
    take.value = value;
  }

  take.engine = engine;
  take.words = words;
  take.stem = stem;
  take.isNear = isNear;
  return take;
})();
