// A query → documents, headings, and texts with places to mark: the part of the search that asks for files.
//
// It is given a function that loads a script of the folder `search/` by its name and gives the value that was handed over,
// and knows neither a page nor an address. `search-words.js` and `search-rank.js` come before it.
(function () {
  "use strict";
  var { IS_DENSE, compounds, isHandle, line, one, parse, stem } = specfolioSearch;
  var { WEIGHTS, candidates, hits, jumps, likeness, range, rank, read, score } = specfolioSearch;

  /** A word in fewer documents than this may be one that others mistyped. */
  var RARE = 4;

  /** How many pieces of text a phrase is looked up in, once it was found. */
  var MOST_PIECES = 8;

  /** In how many results joined words are looked up. */
  var MOST_TIGHT = 10;

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

  // ---- the engine

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

  specfolioSearch.engine = engine;
})();
