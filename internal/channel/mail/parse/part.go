package parse

import (
	"bytes"
	"strings"
)

// part is one node of a mail's tree. Bodies are slices of the raw mail; nothing is copied until it is decoded.
type part struct {
	header      header
	ctype       params
	disposition params
	typed       bool // it has a Content-Type that can be read
	body        []byte
	children    []*part
	guessed     bool // children were found although the boundary was missing or wrong
	spare       bool // a text that is shown only where the mail has no other
}

// splitter walks one mail. It reads each level once, so the cost is the size of the mail times its depth.
type splitter struct {
	limits  Limits
	parts   int
	defects map[Defect]bool
	signers []string // who has signed, as their certificates say
	locked  string   // why it cannot be read
}

func (s *splitter) defect(d ...Defect) {
	for _, one := range d {
		s.defects[one] = true
	}
}

// split builds the tree below a node whose header has been read.
func (s *splitter) split(h header, body []byte, depth int) (*part, error) {
	if depth > s.limits.Depth {
		return nil, &Quarantine{"parts lie too deep in each other"}
	}
	if s.parts++; s.parts > s.limits.Parts {
		return nil, &Quarantine{"too many parts"}
	}
	p := &part{header: h, body: body}
	p.ctype = contentType(h.get("content-type"))
	p.disposition = parseParams(h.get("content-disposition"))
	p.typed = p.ctype.value != ""
	if !strings.HasPrefix(p.ctype.value, "multipart/") {
		return s.open(p, depth)
	}
	pieces, closed := cutParts(body, p.ctype.ascii("boundary"), s.limits.Parts)
	if !closed {
		s.defect(Unclosed)
	}
	if len(pieces) == 0 {
		s.defect(BadMultipart)
		p.guessed = true
		pieces, _ = cutParts(body, guessBoundary(body), s.limits.Parts)
	}
	for _, piece := range pieces {
		h, rest, defects := readHeader(piece)
		s.defect(defects...)
		child, err := s.split(h, rest, depth+1)
		if err != nil {
			return nil, err
		}
		p.children = append(p.children, child)
	}
	return p, nil
}

// contentType reads a Content-Type and mends the values seen in broken mail.
func contentType(raw []byte) params {
	p := parseParams(raw)
	switch main, sub, ok := strings.Cut(p.value, "/"); {
	case p.value == "text", p.value == "plain":
		p.value = "text/plain"
	case p.value == "html":
		p.value = "text/html"
	case !ok, main == "", sub == "", strings.ContainsAny(p.value, " \t<>@,"):
		if first, _, found := strings.Cut(p.value, " "); found && strings.Count(first, "/") == 1 {
			p.value = first
		} else if p.value != "" {
			p.value = "application/octet-stream"
		}
	}
	return p
}

// cutParts cuts a multipart's body at its boundary lines. It says whether the closing boundary was there.
func cutParts(body []byte, boundary string, limit int) (pieces [][]byte, closed bool) {
	boundary = strings.TrimRight(boundary, " \t")
	if boundary == "" {
		return nil, true
	}
	mark := []byte("--" + boundary)
	start := -1
	for at := 0; at <= len(body); {
		i := bytes.Index(body[at:], mark)
		if i < 0 {
			break
		}
		i += at
		line, next := lineAt(body, i)
		at = i + len(mark)
		if i > 0 && body[i-1] != '\n' {
			continue
		}
		tail := bytes.TrimRight(line[len(mark):], " \t")
		last := string(tail) == "--"
		if len(tail) > 0 && !last {
			continue // the boundary of an inner part that begins like this one
		}
		if start >= 0 {
			pieces = append(pieces, trimLastBreak(body[start:i]))
		}
		if last {
			return pieces, true
		}
		if len(pieces) > limit {
			return pieces, true // the caller counts parts and gives up
		}
		start, at = next, next
	}
	if start >= 0 && start <= len(body) {
		pieces = append(pieces, body[start:])
	}
	return pieces, false
}

// trimLastBreak takes away the line break before a boundary: it belongs to the boundary.
func trimLastBreak(b []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(b, []byte{'\n'}), []byte{'\r'})
}

// guessBoundary finds the boundary of a multipart that does not say it: the first line that begins with two
// dashes and is followed by a Content- line.
func guessBoundary(body []byte) string {
	for at := 0; at < len(body); {
		line, next := lineAt(body, at)
		if bytes.HasPrefix(line, []byte("--")) && len(line) > 2 && len(line) < 300 && next < len(body) {
			following, _ := lineAt(body, next)
			if len(following) > 8 && strings.EqualFold(string(following[:8]), "content-") {
				return strings.TrimRight(string(line[2:]), " \t")
			}
		}
		at = next
	}
	return ""
}

// leaves calls f for each part without children, in the order of the mail.
func (p *part) leaves(f func(*part)) {
	if len(p.children) == 0 {
		f(p)
		return
	}
	for _, c := range p.children {
		c.leaves(f)
	}
}
