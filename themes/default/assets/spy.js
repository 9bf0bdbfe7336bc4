// The list of contents follows the reader: the section that is being read is marked.
(function () {
  "use strict";
  var list = document.querySelector(".contents ul");
  if (!list) return;
  var links = Array.prototype.slice.call(list.querySelectorAll("a"));
  var places = links.map(function (link) {
    return document.getElementById(decodeURIComponent(link.hash.slice(1)));
  });
  var marked = null;
  var waiting = false;

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
      var box = list.closest("nav");
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
  mark();
})();
