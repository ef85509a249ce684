package tnef

import "encoding/binary"

// sizes of properties that have one.
var sizes = map[uint16]int{
	0x01: 0, 0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0a: 4, 0x0b: 4, 0x14: 8, 0x40: 8, 0x48: 16,
}

// many marks a property that holds several values.
const many = 0x1000

// props is a list of properties that is being read.
type props struct{ rest []byte }

func (p *props) bytes(n int64) ([]byte, bool) {
	if n < 0 || n > int64(len(p.rest)) {
		return nil, false
	}
	v := p.rest[:n]
	p.rest = p.rest[n:]
	return v, true
}

func (p *props) number() (int64, bool) {
	v, ok := p.bytes(4)
	if !ok {
		return 0, false
	}
	return int64(binary.LittleEndian.Uint32(v)), true
}

// sized reads a value with its length before it, filled up to four bytes.
func (p *props) sized() ([]byte, bool) {
	n, ok := p.number()
	if !ok {
		return nil, false
	}
	v, ok := p.bytes(n)
	p.bytes(min((4-n%4)%4, int64(len(p.rest)))) // The last one may lack its filling.
	return v, ok
}

// eachProp calls f for each property with one value of it. It says whether all could be read.
func eachProp(value []byte, f func(id, typ uint16, v []byte)) bool {
	p := props{value}
	count, ok := p.number()
	for ; ok && count > 0; count-- {
		var head []byte
		if head, ok = p.bytes(4); !ok {
			return false
		}
		typ, id := binary.LittleEndian.Uint16(head), binary.LittleEndian.Uint16(head[2:])
		if id >= 0x8000 && !p.name() {
			return false
		}
		var v []byte
		if v, ok = p.value(typ); ok {
			f(id, typ&^many, v)
		}
	}
	return ok
}

// name skips a property's name, which those without a number have.
func (p *props) name() bool {
	if _, ok := p.bytes(16); !ok {
		return false
	}
	kind, ok := p.number()
	if !ok {
		return false
	}
	if kind == 0 {
		_, ok = p.number()
		return ok
	}
	_, ok = p.sized()
	return ok
}

// value reads a property's value, the last of several.
func (p *props) value(typ uint16) (v []byte, ok bool) {
	base := typ &^ many
	size, fixed := sizes[base]
	sized := base == typeNarrow || base == typeWide || base == typeBinary || base == typeObject
	n := int64(1)
	if typ&many != 0 || sized {
		if n, ok = p.number(); !ok {
			return nil, false
		}
	}
	if !fixed && !sized || n > int64(len(p.rest))+1 {
		return nil, false
	}
	ok = true
	for ; n > 0 && ok; n-- {
		if sized {
			v, ok = p.sized()
		} else {
			v, ok = p.bytes(int64(size))
		}
	}
	return v, ok
}
