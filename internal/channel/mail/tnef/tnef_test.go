package tnef

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"
)

// maker writes a winmail.dat as Outlook does.
type maker struct{ b []byte }

func start() *maker {
	m := &maker{binary.LittleEndian.AppendUint32(nil, signature)}
	m.b = append(m.b, 1, 0)
	return m
}

func (m *maker) attr(level byte, id uint32, value []byte) *maker {
	m.b = append(m.b, level)
	m.b = binary.LittleEndian.AppendUint32(m.b, id)
	m.b = binary.LittleEndian.AppendUint32(m.b, uint32(len(value)))
	m.b = append(append(m.b, value...), 0, 0)
	return m
}

type prop struct {
	typ, id uint16
	value   []byte
	name    bool
}

func list(all ...prop) []byte {
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(all)))
	for _, p := range all {
		out = binary.LittleEndian.AppendUint16(out, p.typ)
		out = binary.LittleEndian.AppendUint16(out, p.id)
		if p.name {
			out = append(out, make([]byte, 16)...)
			out = binary.LittleEndian.AppendUint32(out, 0)
			out = binary.LittleEndian.AppendUint32(out, 7)
		}
		if _, fixed := sizes[p.typ]; fixed {
			out = append(out, p.value...)
			continue
		}
		out = binary.LittleEndian.AppendUint32(out, 1)
		out = binary.LittleEndian.AppendUint32(out, uint32(len(p.value)))
		out = append(out, p.value...)
		out = append(out, make([]byte, (4-len(p.value)%4)%4)...)
	}
	return out
}

func wide(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s + "\x00")) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

// Sample is a mail with a text, HTML and two files.
func sample() []byte {
	return start().
		attr(1, attrBody, []byte("Bifogar ritningen f\xf6r huset\x00")).
		attr(1, attrProps, list(
			prop{typ: 3, id: 0x0017, value: []byte{1, 0, 0, 0}},
			prop{typ: 0x0b, id: 0x8001, value: []byte{1, 0, 0, 0}, name: true},
			prop{typ: typeBinary, id: propHTML, value: []byte("<p>Bifogar ritningen</p>")})).
		attr(2, attrFile, make([]byte, 14)).
		attr(2, attrFileName, []byte("RITNIN~1.PDF\x00")).
		attr(2, attrFileData, []byte("%PDF-1.4 ritning")).
		attr(2, attrFileProps, list(prop{typ: typeWide, id: propLongName, value: wide("Ritning över huset.pdf")}, prop{typ: typeNarrow, id: propType, value: []byte("application/pdf\x00")})).
		attr(2, attrFile, make([]byte, 14)).
		attr(2, attrFileName, []byte("logo.png\x00")).
		attr(2, attrFileProps, list(prop{typ: typeBinary, id: propData, value: []byte("\x89PNG")}, prop{typ: typeNarrow, id: propCID, value: []byte("<logo@x>\x00")})).b
}

func Test_text_and_files_are_found(t *testing.T) {
	t.Parallel()
	m, ok := Read(sample())
	if !ok || !m.Whole || m.Text != "Bifogar ritningen för huset" || m.HTML != "<p>Bifogar ritningen</p>" || len(m.Files) != 2 {
		t.Fatalf("%v %+v", ok, m)
	}
	if f := m.Files[0]; f.Name != "Ritning över huset.pdf" || f.Type != "application/pdf" || string(f.Data) != "%PDF-1.4 ritning" {
		t.Errorf("%+v", f)
	}
	if f := m.Files[1]; f.Name != "logo.png" || f.ContentID != "logo@x" || string(f.Data) != "\x89PNG" {
		t.Errorf("%+v", f)
	}
}

func Test_what_is_left_out_is_told(t *testing.T) {
	t.Parallel()
	rich := start().attr(1, attrProps, list(prop{typ: typeBinary, id: propRTF, value: []byte("{rtf}")})).b
	enclosed := start().attr(2, attrFile, nil).attr(2, attrFileName, []byte("Mail\x00")).b
	cut := sample()[:len(sample())-30]
	for name, data := range map[string][]byte{"rich_text": rich, "an_enclosed_mail": enclosed, "the_end_is_missing": cut} {
		if m, ok := Read(data); !ok || m.Whole {
			t.Errorf("%s: %v %+v", name, ok, m)
		}
	}
	if _, ok := Read([]byte("PK\x03\x04 and more")); ok {
		t.Error("a zip is taken for a winmail.dat")
	}
}

func Fuzz_any_bytes_are_a_winmail_or_none(f *testing.F) {
	f.Add(sample())
	f.Add(start().attr(1, attrProps, []byte{255, 255, 255, 255, 0x1e, 0, 0, 16, 255, 255, 255, 255}).b)
	f.Fuzz(func(t *testing.T, data []byte) {
		m, ok := Read(data)
		total := 0
		for _, file := range m.Files {
			total += len(file.Data)
			if strings.ContainsRune(file.Name, 0) {
				t.Errorf("name %q", file.Name)
			}
		}
		if total > len(data) || len(m.Text) > 4*len(data) || !ok && len(m.Files) > 0 {
			t.Errorf("%d bytes of files and %d of text from %d", total, len(m.Text), len(data))
		}
	})
}
