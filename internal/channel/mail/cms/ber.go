package cms

import "errors"

// errBroken says that bytes are no BER.
var errBroken = errors.New("cms: broken encoding")

// maxDepth bounds elements in elements; real ones lie about ten deep.
const maxDepth = 40

// element is one value of the encoding.
type element struct {
	class, tag  int
	constructed bool
	body        []byte // Its content, without the end mark.
	raw         []byte // All of it.
}

// next reads the element that b begins with, and the bytes after it.
func next(b []byte, depth int) (e element, rest []byte, err error) {
	if len(b) < 2 || depth > maxDepth {
		return e, nil, errBroken
	}
	e.class, e.constructed, e.tag = int(b[0]>>6), b[0]&0x20 != 0, int(b[0]&0x1f)
	if e.tag == 0x1f {
		return e, nil, errBroken // High tags do not occur.
	}
	at, length := 2, int(b[1])
	switch {
	case b[1] == 0x80:
		return endless(e, b, depth)
	case b[1] > 0x80:
		n := int(b[1] & 0x7f)
		if n > 4 || len(b) < 2+n {
			return e, nil, errBroken
		}
		length = 0
		for _, c := range b[2 : 2+n] {
			length = length<<8 | int(c)
		}
		at += n
	}
	if length < 0 || length > len(b)-at {
		return e, nil, errBroken
	}
	e.body, e.raw = b[at:at+length], b[:at+length]
	return e, b[at+length:], nil
}

// endless reads an element whose end is marked: two zero bytes after its last child.
func endless(e element, b []byte, depth int) (element, []byte, error) {
	if !e.constructed {
		return e, nil, errBroken
	}
	rest := b[2:]
	for {
		if len(rest) >= 2 && rest[0] == 0 && rest[1] == 0 {
			e.body = b[2 : len(b)-len(rest)]
			e.raw = b[:len(b)-len(rest)+2]
			return e, rest[2:], nil
		}
		var err error
		if _, rest, err = next(rest, depth+1); err != nil {
			return e, nil, err
		}
	}
}

// maxChildren bounds what is looked at in one element.
const maxChildren = 200_000

// children reads what lies in an element.
func (e element) children() ([]element, error) {
	var list []element
	for rest := e.body; len(rest) > 0; {
		c, after, err := next(rest, 0)
		if err != nil {
			return nil, err
		}
		if list = append(list, c); len(list) > maxChildren {
			return nil, errBroken
		}
		rest = after
	}
	return list, nil
}

// octets gives an octet string, put together where it comes in pieces.
func (e element) octets(depth int) ([]byte, error) {
	if !e.constructed {
		return e.body, nil
	}
	if depth > 3 {
		return nil, errBroken
	}
	parts, err := e.children()
	if err != nil {
		return nil, err
	}
	var out []byte
	for _, p := range parts {
		piece, err := p.octets(depth + 1)
		if err != nil {
			return nil, err
		}
		out = append(out, piece...)
	}
	return out, nil
}
