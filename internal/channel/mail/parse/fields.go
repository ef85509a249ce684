package parse

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// readHeader fills what the mail's own header says.
func (m *Message) readHeader(h header, body []byte, hint string) {
	ids := messageIDs(h.get("message-id"))
	if len(ids) > 0 {
		m.MessageID = ids[0]
	} else {
		m.MessageID, m.MessageIDMade = madeID(h, body), true
	}
	m.InReplyTo = messageIDs(h.get("in-reply-to"))
	m.References = messageIDs(h.get("references"))
	m.From = sender(h, hint)
	m.ReplyTo = addresses(h, "reply-to", hint)
	m.To = addresses(h, "to", hint)
	m.Cc = addresses(h, "cc", hint)
	m.Subject = cutBytes(decodeHeader(h.get("subject"), hint), 1_000)
	m.Date = parseDate(h.ascii("date"))
	m.Languages = languages(h)
	m.Headers = routing(h)
}

func addresses(h header, key, hint string) []Address {
	return parseAddresses(bytes.Join(h.all(key), []byte{','}), hint)
}

// sender takes the first header that names a mailbox; From's name is kept even where its address cannot be used.
func sender(h header, hint string) Address {
	var from Address
	for _, key := range []string{"from", "sender", "reply-to", "return-path", "errors-to"} {
		for _, a := range parseAddresses(h.get(key), hint) {
			if from.Name == "" && key == "from" {
				from.Name = a.Name
			}
			if from.Address == "" && a.Address != "" {
				from.Address = a.Address
				if key == "sender" && from.Name == "" {
					from.Name = a.Name
				}
			}
		}
		if from.Address != "" {
			break
		}
	}
	return from
}

// routing picks the headers that loop guards and queues look at.
func routing(h header) Headers {
	first := func(key string) string {
		word, _, _ := strings.Cut(strings.ToLower(h.ascii(key)), ";")
		word, _, _ = strings.Cut(strings.TrimSpace(word), " ")
		return cutBytes(word, 100)
	}
	ctype := contentType(h.get("content-type"))
	r := Headers{
		AutoSubmitted: first("auto-submitted"),
		Precedence:    first("precedence"),
		SuppressReply: cutBytes(h.ascii("x-auto-response-suppress"), 200),
		ListID:        cutBytes(strings.Trim(h.ascii("list-id"), "<>"), 500),
		ContentType:   cutBytes(ctype.value, 200),
		ReportType:    strings.ToLower(cutBytes(ctype.text("report-type", ""), 100)),
		Received:      len(h.all("received")),
		FromFields:    len(h.all("from")),
		FromAddresses: len(addresses(h, "from", "")),
		Spam:          spamMarks(h),
	}
	if h.has("return-path") {
		r.ReturnPath = mailbox(h.ascii("return-path"), "")
		r.NullReturnPath = r.ReturnPath == ""
	}
	for _, a := range addresses(h, "x-failed-recipients", "") {
		r.FailedRecipients = append(r.FailedRecipients, a.Address)
	}
	for _, key := range []string{"x-original-to", "delivered-to", "envelope-to"} {
		for _, a := range addresses(h, key, "") {
			if a.Address != "" && !slices.Contains(r.EnvelopeTo, a.Address) {
				r.EnvelopeTo = append(r.EnvelopeTo, a.Address)
			}
		}
	}
	for _, v := range h.all("x-loop") {
		r.Loop = append(r.Loop, cutBytes(oneLine(string(v)), 500))
	}
	return r
}

// languages reads the language headers into tags, best first.
func languages(h header) []string {
	var tags []string
	for _, key := range []string{"content-language", "accept-language", "x-accept-language"} {
		for _, tag := range strings.Split(h.ascii(key), ",") {
			tag, _, _ = strings.Cut(strings.TrimSpace(tag), ";")
			if tag != "" && len(tag) < 20 && len(tags) < 10 && !slices.Contains(tags, tag) {
				tags = append(tags, tag)
			}
		}
	}
	return tags
}

// namedCharset finds a character set named in an encoded word or a parameter.
var namedCharset = regexp.MustCompile(`(?i)=\?([a-z0-9_.:-]{2,40})\?[bq]\?|charset\s*=\s*"?([a-z0-9_.:-]{2,40})`)

// charsetHint is the character set the mail speaks of first, for bytes that do not say.
func charsetHint(raw []byte) string {
	for _, m := range namedCharset.FindAllSubmatch(raw[:min(len(raw), 64<<10)], 20) {
		cs := strings.ToLower(string(m[1]) + string(m[2]))
		if !vague[cs] && cs != "utf-8" && lookup(cs) != nil {
			return cs
		}
	}
	return ""
}
