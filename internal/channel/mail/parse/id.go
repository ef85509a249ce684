package parse

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/mail"
	"regexp"
	"strings"
	"time"
)

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
