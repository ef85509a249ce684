package parse

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Parse reads a raw mail. The error is always a *Quarantine; the Message then holds what its header said and no
// more, enough to tell an administrator whose mail it is. A mail that is merely broken is no error: see Defects.
func Parse(raw []byte, limits Limits) (m Message, err error) {
	limits = limits.withDefaults()
	s := splitter{limits: limits, defects: map[Defect]bool{}}
	// The libraries below read what strangers wrote; one mail must not stop the worker that reads all of them.
	defer func() {
		if r := recover(); r != nil {
			err = &Quarantine{fmt.Sprintf("reader failed: %v", r)}
		}
		for d := range s.defects {
			m.Defects = append(m.Defects, d)
		}
		slices.Sort(m.Defects)
	}()
	body := stripEnvelope(raw)
	tooLarge := len(body) > limits.Bytes
	if tooLarge {
		body = body[:min(len(body), 1<<20)]
	}
	h, rest, defects := readHeader(body)
	s.defect(defects...)
	if len(h.fields) >= maxFields {
		s.defect(TooManyHeader)
	}
	hint := charsetHint(body)
	m.readHeader(h, rest, hint)
	if m.From.Address == "" {
		s.defect(NoSender)
	}
	if tooLarge {
		return m, &Quarantine{"the mail is too large"}
	}
	root, err := s.split(h, rest, 0)
	if err != nil {
		return m, err
	}
	m.readBody(root, hint, limits, s.defects)
	m.Machine = classify(&m, h, root)
	m.Numbers = findNumbers(&m, h)
	return m, nil
}

// readBody turns the tree into texts and attachments.
func (m *Message) readBody(root *part, hint string, limits Limits, defects map[Defect]bool) {
	var c content
	if len(root.children) == 0 && root.isBody() {
		c.pieces = []piece{{part: root, html: root.ctype.value == "text/html"}}
	} else {
		c.collect(root)
	}
	m.attach(c.files, hint, defects)
	if defects[BadMultipart] {
		m.salvage(root, c, hint, defects)
		return
	}
	m.show(c.pieces, hint, limits, defects)
	if m.Text != "" || m.HTML != "" {
		return
	}
	for _, p := range c.files {
		if !p.typed && m.Salvage == "" {
			defects[UntypedText] = true
			m.Salvage = trimBlankLines(cutBytes(p.text(hint, defects), limits.Text))
		}
	}
}

// salvage reads what can be read of a mail whose parts are not where it says: the texts of parts that were found by
// guessing, else the whole body.
func (m *Message) salvage(root *part, c content, hint string, defects map[Defect]bool) {
	var found Message
	found.show(c.pieces, hint, Limits{}.withDefaults(), defects)
	m.Salvage = found.Text
	if strings.TrimSpace(m.Salvage) == "" {
		whole := *root
		whole.ctype.value = "text/plain"
		m.Salvage = trimBlankLines(cutBytes(whole.text(hint, defects), Limits{}.withDefaults().Text))
	}
}

var (
	idPattern   = regexp.MustCompile(`<([^<>\s]{1,900})>`)
	barePattern = regexp.MustCompile(`[^<>\s,;:"]{1,450}@[^<>\s,;:"]{1,450}`)
)

// maxIDs bounds the references that are kept: the first and the latest, which is where threads are found.
const maxIDs = 100

// messageIDs reads the ids in a field, with or without brackets.
func messageIDs(raw []byte) []string {
	raw = raw[:min(len(raw), 1<<20)]
	var ids []string
	for _, m := range idPattern.FindAllSubmatch(raw, -1) {
		ids = appendID(ids, string(m[1]))
	}
	if len(ids) == 0 {
		for _, m := range barePattern.FindAll(raw, -1) {
			ids = appendID(ids, string(m))
		}
	}
	if len(ids) > maxIDs {
		ids = append(ids[:1:1], ids[len(ids)-maxIDs+1:]...)
	}
	return ids
}

func appendID(ids []string, id string) []string {
	if id = strings.TrimSpace(cleanText(id)); id == "" || len(ids) > 0 && ids[len(ids)-1] == id {
		return ids
	}
	return append(ids, id)
}

// madeID names a mail without an id by what it says, so the same mail fetched twice has the same id. Headers that
// servers add on the way are left out.
func madeID(h header, body []byte) string {
	sum := sha256.New()
	for _, key := range []string{"from", "to", "date", "subject", "in-reply-to"} {
		sum.Write(h.get(key))
		sum.Write([]byte{0})
	}
	sum.Write(bytes.TrimSpace(body))
	return hex.EncodeToString(sum.Sum(nil)[:16]) + "@missing.invalid"
}

// dateLayouts are forms that net/mail does not know and that programs still write.
var dateLayouts = []string{
	"Mon, 2 Jan 2006 15:04:05 MST", "Mon Jan _2 15:04:05 2006", "Mon Jan _2 15:04:05 MST 2006", "2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05",
	"Mon, 2 Jan 2006 15:04:05", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "Mon, 2 Jan 06 15:04:05 MST", time.RFC3339,
}

func parseDate(s string) time.Time {
	s = strings.Join(strings.Fields(s), " ")
	if t, err := mail.ParseDate(s); err == nil {
		return sensible(t)
	}
	if i := strings.LastIndexByte(s, '('); i > 0 {
		s = strings.TrimSpace(s[:i])
	}
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return sensible(t)
		}
	}
	return time.Time{}
}

// sensible refuses years that no mail was sent in and that a database might not take.
func sensible(t time.Time) time.Time {
	if t.Year() < 1970 || t.Year() > 9000 {
		return time.Time{}
	}
	return t.UTC()
}

// IsQuarantine says whether err means that trying again is useless.
func IsQuarantine(err error) bool {
	var q *Quarantine
	return errors.As(err, &q)
}
