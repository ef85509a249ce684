package tnef

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// File is one attachment.
type File struct {
	Name, Type, ContentID string
	Data                  []byte
}

// Message is what was found.
type Message struct {
	Text, HTML string
	Files      []File
	// Whole says that nothing was left out: no rich text, no enclosed mail, no file without content.
	Whole bool
}

// The attributes that are looked at.
const (
	attrBody       = 0x0002800c
	attrProps      = 0x00069003
	attrFile       = 0x00069002 // The beginning of a file.
	attrFileName   = 0x00018010
	attrFileData   = 0x0006800f
	attrFileProps  = 0x00069005
	signature      = 0x223e9f78
	maxAttributes  = 100_000
	maxFiles       = 500
	headerLength   = 6 // The signature and a key.
	attributeFixed = 9 // Level, id, length.
)

// Read reads a winmail.dat. It says ok when the bytes are one, however broken further on.
func Read(data []byte) (m Message, ok bool) {
	if len(data) < headerLength || binary.LittleEndian.Uint32(data) != signature {
		return m, false
	}
	m.Whole = true
	rest := data[headerLength:]
	var file *File
	for range maxAttributes {
		if len(rest) < attributeFixed {
			break
		}
		id, length := binary.LittleEndian.Uint32(rest[1:]), int64(binary.LittleEndian.Uint32(rest[5:]))
		rest = rest[attributeFixed:]
		if length > int64(len(rest)) {
			m.Whole = false
			break
		}
		value := rest[:length]
		rest = rest[min(int64(len(rest)), length+2):] // Two bytes of checksum, which Outlook itself does not look at.
		if id == attrFile {
			if len(m.Files) == maxFiles {
				m.Whole = false
				break
			}
			m.Files = append(m.Files, File{})
			file = &m.Files[len(m.Files)-1]
			continue
		}
		m.take(id, value, file)
	}
	m.drop()
	return m, true
}

// take keeps one attribute.
func (m *Message) take(id uint32, value []byte, file *File) {
	switch {
	case id == attrBody && m.Text == "":
		m.Text = narrow(value)
	case id == attrProps:
		m.props(value)
	case file == nil:
	case id == attrFileName && file.Name == "":
		file.Name = narrow(value)
	case id == attrFileData:
		file.Data = value
	case id == attrFileProps:
		m.fileProps(file, value)
	}
}

// drop leaves out files without content: enclosed mails and objects of other programs.
func (m *Message) drop() {
	kept := m.Files[:0]
	for _, f := range m.Files {
		if len(f.Data) == 0 {
			m.Whole = false
			continue
		}
		kept = append(kept, f)
	}
	m.Files = kept
}

// The properties that are looked at, and their types.
const (
	propBody     = 0x1000
	propRTF      = 0x1009
	propHTML     = 0x1013
	propData     = 0x3701
	propLongName = 0x3707
	propName     = 0x3704
	propType     = 0x370e
	propCID      = 0x3712
	typeNarrow   = 0x1e
	typeWide     = 0x1f
	typeBinary   = 0x102
	typeObject   = 0x0d
)

func (m *Message) props(value []byte) {
	rich := false
	whole := eachProp(value, func(id, typ uint16, v []byte) {
		switch {
		case id == propBody && text(typ, v) != "":
			m.Text = text(typ, v)
		case id == propHTML:
			if m.HTML = text(typ, v); typ == typeBinary {
				m.HTML = string(v) // Its own head says in which characters; the reader of HTML looks there.
			}
		case id == propRTF && len(v) > 0:
			rich = true
		}
	})
	m.Whole = m.Whole && whole && (!rich || m.HTML != "")
}

func (m *Message) fileProps(f *File, value []byte) {
	whole := eachProp(value, func(id, typ uint16, v []byte) {
		switch id {
		case propLongName:
			f.Name = text(typ, v)
		case propName:
			if f.Name == "" {
				f.Name = text(typ, v)
			}
		case propType:
			f.Type = text(typ, v)
		case propCID:
			f.ContentID = strings.Trim(text(typ, v), "<> ")
		case propData:
			if typ == typeBinary && len(f.Data) == 0 {
				f.Data = v
			}
		}
	})
	m.Whole = m.Whole && whole
}

func text(typ uint16, v []byte) string {
	switch typ {
	case typeNarrow:
		return narrow(v)
	case typeWide:
		units := make([]uint16, len(v)/2)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16(v[2*i:])
		}
		s, _, _ := strings.Cut(string(utf16.Decode(units)), "\x00")
		return s
	}
	return ""
}

// narrow decodes text of one byte a letter: Windows' Western letters, as nearly all senders have them.
func narrow(v []byte) string {
	if i := bytes.IndexByte(v, 0); i >= 0 {
		v = v[:i]
	}
	s, err := charmap.Windows1252.NewDecoder().Bytes(v)
	if err != nil {
		return strings.ToValidUTF8(string(v), "\uFFFD")
	}
	return string(s)
}
