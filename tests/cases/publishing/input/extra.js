document.documentElement.dataset.extra = "";
