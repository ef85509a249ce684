// Package parse reads one raw mail into a Message.
//
// Owns: the shape of mail (headers, parts, transfer encodings, character sets, attachments' names), what kind of
// machine wrote it if one did, and which numbers of other desks it mentions.
// Does not own: which ticket it belongs to, who the sender is, what is stored, HTML's allow-list (kit/htmlsafe),
// which part of a reply is new (mail/reply).
//
// Invariants:
//   - Parse never panics and never hangs: it walks the bytes once per level of nesting, and above Limits it gives a
//     *Quarantine error beside what could be read of the header;
//   - every string is valid UTF-8, NFC, without NUL; one-line fields hold no line break;
//   - the same bytes give the same Message, also its id when the sender gave none;
//   - nothing that was sent is dropped: a part is text, an attachment, or the other form of a text that is shown. What
//     is not where the mail says it is ends in Salvage, and the raw mail is the caller's to keep.
//
// One linear reader of our own splits the parts. enmime doubles its time for each unclosed level and needs 36 s for
// 100,000 small parts; go-message refuses a mail with one bad header line. enmime is the oracle in a test.
package parse
