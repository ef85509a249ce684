package parse

import (
	"net/url"
	"path"
	"strings"

	"lotsen/internal/channel/mail/cms"
	"lotsen/internal/channel/mail/tnef"
)

// What keeps a mail from being read here: Message.Locked.
const (
	LockedSMIME = "smime"
	LockedPGP   = "pgp"
)

// open looks into a part in which others are hidden: a mail that was signed as a whole, a winmail.dat. What cannot be
// opened stays the file that it is.
func (s *splitter) open(p *part, depth int) (*part, error) {
	switch name := strings.ToLower(path.Ext(p.fileName(""))); {
	case p.ctype.value == "application/pkcs7-mime", p.ctype.value == "application/x-pkcs7-mime", name == ".p7m":
		return s.openSigned(p, depth)
	case p.ctype.value == "application/pkcs7-signature", p.ctype.value == "application/x-pkcs7-signature":
		data, _ := p.decoded()
		if e, ok := cms.Open(data); ok {
			s.signers = append(s.signers, e.Signers...)
		}
	case p.ctype.value == "application/pgp-encrypted":
		s.locked = LockedPGP
	case p.ctype.value == "application/ms-tnef", p.ctype.value == "application/vnd.ms-tnef", strings.EqualFold(p.fileName(""), "winmail.dat"):
		openTNEF(p)
	}
	return p, nil
}

// openSigned reads what was signed as the mail that it is. Its own header counts only for how it is written.
func (s *splitter) openSigned(p *part, depth int) (*part, error) {
	data, _ := p.decoded()
	e, ok := cms.Open(data)
	switch {
	case !ok:
		return p, nil
	case e.Kind == cms.Encrypted:
		s.locked = LockedSMIME
		return p, nil
	case len(e.Content) == 0:
		return p, nil
	}
	s.signers = append(s.signers, e.Signers...)
	h, rest, defects := readHeader(e.Content)
	s.defect(defects...)
	inner, err := s.split(h, rest, depth+1)
	if err != nil {
		return nil, err
	}
	p.children = []*part{inner}
	return p, nil
}

// openTNEF makes the texts and files in a winmail.dat parts of the mail. The winmail.dat stays where something of it
// could not be read.
func openTNEF(p *part) {
	data, _ := p.decoded()
	m, ok := tnef.Read(data)
	if !ok {
		return
	}
	var found []*part
	switch {
	case strings.TrimSpace(m.HTML) != "":
		found = append(found, made("text/html", "", m.HTML))
	case strings.TrimSpace(m.Text) != "":
		found = append(found, made("text/plain; charset=utf-8", "", m.Text))
	}
	for _, one := range found {
		one.spare = true
	}
	for _, f := range m.Files {
		typ := oneLine(f.Type)
		if !strings.Contains(typ, "/") || strings.ContainsAny(typ, ";\" ") {
			typ = "application/octet-stream"
		}
		one := made(typ, "attachment; filename*=UTF-8''"+url.PathEscape(f.Name), string(f.Data))
		if cid := oneLine(f.ContentID); cid != "" {
			one.header.fields = append(one.header.fields, field{key: "content-id", value: []byte("<" + cid + ">")})
		}
		found = append(found, one)
	}
	if len(found) == 0 {
		return
	}
	if !m.Whole {
		whole := *p
		found = append(found, &whole)
	}
	p.children = found
}

// made is a part that did not come as one.
func made(typ, disposition, body string) *part {
	p := &part{body: []byte(body), typed: true, ctype: contentType([]byte(typ))}
	p.header.fields = []field{{key: "content-type", value: []byte(typ)}}
	if disposition != "" {
		p.disposition = parseParams([]byte(disposition))
		p.header.fields = append(p.header.fields, field{key: "content-disposition", value: []byte(disposition)})
	}
	return p
}

// dropSpare leaves out texts that the mail says elsewhere, too.
func (c *content) dropSpare() {
	said := false
	for _, one := range c.pieces {
		said = said || !one.part.spare && one.cid == "" && len(strings.TrimSpace(string(one.part.body))) > 0
	}
	if !said {
		return
	}
	kept := c.pieces[:0]
	for _, one := range c.pieces {
		if !one.part.spare {
			kept = append(kept, one)
		}
	}
	c.pieces = kept
}
