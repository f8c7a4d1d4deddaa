// Where there is room beside the text, the assistant is open from the start;
// on a small screen it would hide the page that presents it.
// Loaded before the element's own module: opened later, the panel would take the focus.
if (matchMedia("(min-width: 60rem)").matches) {
  document.querySelector("econtacts-chat")?.setAttribute("open", "");
}
