package parse

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// report is what the parts of a delivery notice say.
type report struct {
	Machine
	bounce    string // the mark, if something was not delivered
	notice    string // the mark, if nothing is lost (yet)
	phrase    string // words that mail systems use, a weaker mark
	returned  bool   // a copy of another mail is in it
	forwarded bool   // its subject says that somebody passes it on
	titled    bool   // its subject has the words too
}

func (r *report) orElse(k Kind) Kind {
	if r.phrase != "" && r.returned {
		return Bounce
	}
	return k
}

// bounceWords are sentences of mail systems that write plain text. They only count together with another mark.
var bounceWords = regexp.MustCompile(`(?i)undeliver(?:able|ed)|delivery (?:has )?(?:failed|failure)|(?:mail|message) delivery (?:has )?failed|delivery status notification|delivery notification|could not be delivered|was not delivered|unable to deliver|were unable to deliver|returned mail|returned to sender|mail(?:box)? (?:is )?full|failure notice|failed permanently|permanent (?:fatal )?error|user unknown|unknown user|no such user|delivery error|mail system error|not be delivered to|kunde inte levereras|gick inte att leverera|kan inte levereras|unzustellbar|nicht zugestellt|konnte nicht zugestellt|non remis|no se pudo entregar|returned message|failure reasons|nondeliverable|non-delivery|nondelivery`)

var delayWords = regexp.MustCompile(`(?i)\(delay(?:ed)?\)|delivery (?:is |has been )?delayed|delayed mail|still being retried|will (?:be|keep) (?:retried|trying)|warning: (?:message|could not send)|försenad|verzögert|has not (?:yet )?been delivered|delivery temporarily suspended`)

// returnedMark begins the copy of the returned mail in plain text notices.
var returnedMark = regexp.MustCompile(`(?im)^\W{0,20}(?:this is a copy of (?:the|your) message|(?:below this line is )?a? ?copy of (?:the|your) (?:original )?message|original message(?: headers?)?(?: follows?)?|message headers follow|returned message|returned mail follows|unsent message follows|the (?:header|headers|body) of the (?:original )?message|below this line is a copy|headers of the original message|received from mail client|undelivered message|ursprungligt meddelande)`)

// forwardPrefix begins the subject of what a person answers or passes on.
var forwardPrefix = regexp.MustCompile(`(?i)^\s*(?:re|sv|vs|vb|aw|wg|fw|fwd|tr|rv|vl|doorst|i|antw|ang|odp|pd)\s*(?:\[\d+\])?:`)

var (
	lineID       = regexp.MustCompile(`(?im)^[>\s]*(?:x-original-|original-)?message-id\s*:\s*<?([^<>\s]{3,400})>?`)
	finalLine    = regexp.MustCompile(`(?im)^\s*(?:final|original)-recipient\s*:`)
	actionLine   = regexp.MustCompile(`(?im)^\s*action\s*:\s*([a-z-]+)`)
	statusLine   = regexp.MustCompile(`(?im)^\s*status\s*:\s*([245]\.\d{1,3}\.\d{1,3})`)
	recipient    = regexp.MustCompile(`(?im)^\s*(?:final|original)-recipient\s*:\s*(?:rfc822|utf-8|x400|[a-z0-9-]+)\s*;\s*<?([^<>\s]{3,300})>?`)
	codeInText   = regexp.MustCompile(`\b([45])\.\d{1,3}\.\d{1,3}\b`)
	replyCode    = regexp.MustCompile(`\b([45])\d\d[ -]`)
	failedInText = regexp.MustCompile(`(?m)<?([A-Za-z0-9._%+=-]{1,64}@[A-Za-z0-9.-]{3,200}\.[A-Za-z]{2,20})>?`)
)

// maxReportText bounds how much of a text is searched for marks.
const maxReportText = 64 << 10

// readReport looks through the parts of a mail for what a delivery notice holds.
func readReport(m *Message, root *part) (r report) {
	fields := ""
	root.leaves(func(p *part) {
		switch p.ctype.value {
		case "message/delivery-status", "message/global-delivery-status":
			fields += head(p) + "\n"
		case "message/disposition-notification", "message/global-disposition-notification":
			r.notice = "read receipt"
			r.addIDs(head(p))
		case "message/feedback-report":
			r.notice = "abuse report"
		case "message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers", "message/partial":
			r.returned = true
			h, _, _ := readHeader(stripEnvelope([]byte(head(p))))
			r.Originals = append(r.Originals, messageIDs(h.get("message-id"))...)
		default:
			// Some systems make the returned mail a part as it is, its header being the part's.
			if p != root && p.header.has("message-id") && p.header.has("from") {
				r.returned = true
				r.Originals = append(r.Originals, messageIDs(p.header.get("message-id"))...)
			}
		}
	})
	text := m.Text[:min(len(m.Text), maxReportText)]
	// A person may forward a notice and ask what it means; that is a question, not a notice.
	r.forwarded = forwardPrefix.MatchString(m.Subject)
	if fields == "" && (finalLine.MatchString(text) && !r.forwarded || m.Headers.ReportType == "delivery-status") {
		fields = text
	}
	r.readStatus(fields)
	said := m.Subject + "\n" + text
	words := bounceWords.FindString(said)
	r.titled = bounceWords.MatchString(m.Subject)
	late := delayWords.MatchString(said)
	if words != "" || late || r.bounce != "" {
		r.addIDs(text)
	}
	if returnedMark.MatchString(text) {
		r.returned = true
	}
	switch {
	case r.bounce != "" || r.notice != "":
	case m.Headers.ReportType == "disposition-notification":
		r.notice = "read receipt"
	case m.Headers.ContentType == "multipart/report" && late && words == "":
		r.notice = "delayed"
	case m.Headers.ContentType == "multipart/report":
		r.bounce = "multipart/report"
	case late && words == "" && r.returned:
		r.notice = "delayed"
	case words != "":
		r.phrase = strings.ToLower(words)
	}
	r.judge(text, m)
	return r
}

// readStatus reads the fields of RFC 3464: what was done, for whom, and why.
func (r *report) readStatus(fields string) {
	if fields == "" {
		return
	}
	r.addIDs(fields)
	if m := statusLine.FindStringSubmatch(fields); m != nil {
		r.Status = m[1]
	}
	if m := recipient.FindStringSubmatch(fields); m != nil {
		r.Recipient = cleanText(m[1])
	}
	failed, other := false, ""
	for _, m := range actionLine.FindAllStringSubmatch(fields, 50) {
		if action := strings.ToLower(m[1]); action == "failed" {
			failed = true
		} else {
			other = action
		}
	}
	switch {
	case failed, other == "" && finalLine.MatchString(fields):
		r.bounce = "delivery status"
		r.Permanent = !strings.HasPrefix(r.Status, "4.")
	case other != "":
		r.notice = other
	}
}

// judge decides whether a bounce is lasting where no status field says so.
func (r *report) judge(text string, mail *Message) {
	if r.Recipient == "" && (r.bounce != "" || r.phrase != "") {
		ours := func(a Address) bool { return strings.EqualFold(a.Address, r.Recipient) }
		for _, m := range failedInText.FindAllStringSubmatch(text, 5) {
			if r.Recipient = m[1]; !slices.ContainsFunc(mail.To, ours) {
				break
			}
		}
	}
	if r.Status != "" || r.notice != "" {
		return
	}
	if m := codeInText.FindStringSubmatch(text); m != nil {
		r.Status = m[0]
		r.Permanent = m[1] == "5"
		return
	}
	if m := replyCode.FindStringSubmatch(text); m != nil {
		r.Permanent = m[1] == "5"
		return
	}
	r.Permanent = !delayWords.MatchString(text)
}

func (r *report) addIDs(text string) {
	for _, m := range lineID.FindAllStringSubmatch(text, 20) {
		if strings.ContainsRune(m[1], '@') {
			r.Originals = appendID(r.Originals, m[1])
		}
	}
}

// head gives the beginning of a part as text.
func head(p *part) string {
	data, _ := p.decoded()
	return string(bytes.ToValidUTF8(data[:min(len(data), maxReportText)], nil))
}
