package parse

import (
	"errors"
	"fmt"
	"slices"
	"strings"
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
	var signed, locked bool
	if m.Text, signed, locked = unarmour(m.Text); signed || locked {
		m.Quoted, _, _ = unarmour(m.Quoted)
	}
	if m.Locked = s.locked; locked {
		m.Locked = LockedPGP
	}
	m.Signers = cleanNames(s.signers)
	m.Machine = classify(&m, h, root, limits.Mark)
	m.Numbers = findNumbers(&m, h)
	m.readEnclosed(limits)
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
	c.dropSpare()
	m.attach(c.files, hint, defects)
	m.readInvites(c.files, hint, defects)
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

// cleanNames makes names of certificates fit to show, each once.
func cleanNames(list []string) (out []string) {
	for _, s := range list[:min(len(list), 20)] {
		if s = cutBytes(oneLine(s), 300); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// IsQuarantine says whether err means that trying again is useless.
func IsQuarantine(err error) bool {
	var q *Quarantine
	return errors.As(err, &q)
}
