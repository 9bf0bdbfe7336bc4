// The list of contents follows the reader: the section that is being read is marked.
(function () {
  "use strict";
  var links = [];
  var places = [];
  var marked = null;
  var waiting = false;

  function begin() {
    links = Array.prototype.slice.call(document.querySelectorAll(".contents ul a"));
    places = links.map(function (link) {
      return document.getElementById(decodeURIComponent(link.hash.slice(1)));
    });
    marked = null;
    mark();
  }

  function reading() {
    var line = window.innerHeight / 4;
    var atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
    var found = null;
    places.forEach(function (place, index) {
      if (place && (atEnd || place.getBoundingClientRect().top <= line)) found = links[index];
    });
    return found;
  }

  function mark() {
    waiting = false;
    var link = reading();
    if (link === marked) return;
    if (marked) marked.removeAttribute("aria-current");
    if (link) {
      link.setAttribute("aria-current", "location");
      var box = link.closest("nav");
      var top = link.offsetTop - box.clientHeight / 2;
      if (box.scrollHeight > box.clientHeight) box.scrollTop = top;
    }
    marked = link;
  }

  function soon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(mark);
  }

  window.addEventListener("scroll", soon, { passive: true });
  window.addEventListener("resize", soon);
  document.addEventListener("specfolio:replaced", begin);
  begin();
})();
