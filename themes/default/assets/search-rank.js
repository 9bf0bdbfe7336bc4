// Words and the documents that have them → documents in the order of how well they fit.
//
// It knows the manifest and the lists of the shards, and loads nothing. What a document is called and what it is counts as
// much as what it says: ids and titles most, what is in force more than what is not, what others name a little more.
(function () {
  "use strict";
  var { EMPTY, IS_DENSE, fold, isNear, spoken, stem, words } = specfolioSearch;

  var OFTEN = [1, 2.5, 5, 10, 20, 40, 80, 160];
  var WEIGHTS = {
    stem: 0.8, prefix: 0.35, unfinished: 0.6, near: 0.5, parts: 0.6,
    joined: 0.8, initials: 0.8, heading: 0.6, title: 1.8, id: 4, person: 1.2, share: 0.8,
    past: 0.5, valid: 1.1, named: 0.05, part: 0.85,
  };

  /** How much of what words say a document must have, and how much where fewer than so many have that. */
  var ENOUGH = 0.6;
  var LITTLE = 0.35;
  var FEW = 3;

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

  Object.assign(specfolioSearch, { WEIGHTS, candidates, hits, jumps, likeness, range, rank, read, score });
})();
