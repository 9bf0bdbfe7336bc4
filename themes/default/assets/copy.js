// A button on every block of code that copies it.
(function () {
  "use strict";
  if (!navigator.clipboard) return;

  function addButton(block) {
    var frame = document.createElement("div");
    frame.className = "copyable";
    var button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(block.textContent).then(
        function () { say("Copied"); },
        function () { say("Not allowed"); }
      );
    });

    function say(words) {
      button.textContent = words;
      setTimeout(function () { button.textContent = "Copy"; }, 2000);
    }

    block.replaceWith(frame);
    frame.append(block, button);
  }

  function begin() {
    document.querySelectorAll(".body pre").forEach(addButton);
  }

  document.addEventListener("specfolio:replaced", begin);
  begin();
})();
