// Package htmlsafe makes HTML that came from outside safe to show, and makes text of it.
//
// Owns: the allow-list of elements and attributes, the balance of tags, the treatment of pictures and links, the
// text form of HTML.
// Does not own: where an inline picture is stored (the caller resolves cid: references), Markdown, the page's CSP.
//
// Invariants:
//   - no script, event handler, style, form, frame or id survives, and no address that the browser would load from
//     elsewhere: a picture is cid: or data:, nothing else;
//   - every element that is opened is closed, so foreign HTML cannot end the page's own elements;
//   - headings become bold paragraphs: a page keeps its own outline;
//   - time and memory grow with the size of the input and never with its depth; the output is bounded;
//   - Text adds nothing but white space to what a reader would see; Quoted also marks quoted passages with "> ".
package htmlsafe
