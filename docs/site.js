// What the theme leaves out for those who don't see or don't point.
addEventListener("load", () => {
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
  document.querySelectorAll(".md-typeset__scrollwrap").forEach((one) => (one.tabIndex = 0));
});
