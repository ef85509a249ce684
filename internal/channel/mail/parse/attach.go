package parse

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"path"
	"strings"
	"unicode"
)

// maxNameBytes keeps names below what file systems take, with room for a number.
const maxNameBytes = 180

// attach turns the parts that are files into attachments.
func (m *Message) attach(files []*part, hint string, defects map[Defect]bool) {
	names := nameSet{}
	for _, p := range files {
		data, clean := p.decoded()
		if !clean {
			defects[BadEncoding] = true
		}
		declared := cutBytes(oneLine(p.ctype.value), 200)
		a := Attachment{
			Name:      names.add(cleanName(cmp.Or(p.fileName(hint), p.madeName(hint)))),
			Declared:  declared,
			ContentID: p.contentID(),
			Data:      data,
		}
		a.Type = sniff(data, declared, a.Name)
		m.Attachments = append(m.Attachments, a)
	}
}

func (p *part) contentID() string {
	return cutBytes(strings.Trim(p.header.ascii("content-id"), "<> \""), 500)
}

// fileName gives the name a part has, or nothing.
func (p *part) fileName(hint string) string {
	if name := p.disposition.text("filename", hint); name != "" {
		return name
	}
	if name := p.disposition.text("name", hint); name != "" {
		return name
	}
	if name := p.ctype.text("name", hint); name != "" {
		return name
	}
	if name := p.ctype.text("filename", hint); name != "" {
		return name
	}
	if location := p.header.ascii("content-location"); location != "" && path.Ext(location) != "" {
		if i := strings.LastIndexAny(location, "/\\"); i >= 0 {
			location = location[i+1:]
		}
		return location
	}
	return ""
}

// madeNames are the names of parts that have none, by type.
var madeNames = []struct{ typ, stem, ext string }{
	{"message/delivery-status", "delivery-status", ".txt"},
	{"message/disposition-notification", "disposition-notification", ".txt"},
	{"message/feedback-report", "feedback-report", ".txt"},
	{"text/rfc822-headers", "headers", ".txt"},
	{"text/plain", "document", ".txt"},
	{"text/html", "document", ".html"},
	{"text/calendar", "calendar", ".ics"},
	{"text/csv", "table", ".csv"},
	{"video/quicktime", "video", ".mov"},
	{"image/jpeg", "image", ".jpg"},
	{"image/jpg", "image", ".jpg"},
	{"image/png", "image", ".png"},
	{"image/gif", "image", ".gif"},
	{"application/pdf", "document", ".pdf"},
	{"application/ms-tnef", "winmail", ".dat"},
	{"application/pkcs7-mime", "smime", ".p7m"},
	{"application/x-pkcs7-mime", "smime", ".p7m"},
	{"application/pkcs7-signature", "smime", ".p7s"},
	{"application/x-pkcs7-signature", "smime", ".p7s"},
	{"application/pgp-signature", "signature", ".asc"},
}

// madeName names a part without a name: a mail by its subject, others by their description or type.
func (p *part) madeName(hint string) string {
	description := decodeHeader(p.header.get("content-description"), hint)
	if p.ctype.value == "message/rfc822" || p.ctype.value == "message/global" {
		h, _, _ := readHeader(stripEnvelope(p.body))
		if subject := decodeHeader(h.get("subject"), hint); subject != "" {
			return subject + ".eml"
		}
		if description != "" {
			return description + ".eml"
		}
		return "Mail.eml"
	}
	cid := p.contentID()
	stem, _, at := strings.Cut(cid, "@")
	if ext := path.Ext(stem); at && len(ext) > 2 && len(ext) < 8 {
		return stem
	}
	for _, made := range madeNames {
		if made.typ == p.ctype.value {
			if description != "" {
				return description + made.ext
			}
			return made.stem + made.ext
		}
	}
	if at && stem != "" {
		return stem
	}
	return "file"
}

// cleanName makes a name that is safe in every file system and cannot pretend to be another kind of file.
func cleanName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`/\`, r), strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, oneLine(name))
	name = strings.Trim(name, " .")
	if ext := path.Ext(name); len(name) > maxNameBytes {
		if len(ext) > 20 {
			ext = ""
		}
		name = strings.TrimRight(cutBytes(strings.TrimSuffix(name, ext), maxNameBytes-len(ext)), " .") + ext
	}
	if name == "" {
		return "file"
	}
	return name
}

// nameSet holds the names in use, with the next number to try for each.
type nameSet map[string]int

// add puts a number before the first dot of a name that is taken, so that every extension stays.
func (n nameSet) add(name string) string {
	stem, ext, dot := strings.Cut(name, ".")
	if dot {
		ext = "." + ext
	}
	for free := name; ; {
		key := strings.ToLower(free)
		if _, taken := n[key]; !taken {
			n[key] = 0
			return free
		}
		first := strings.ToLower(name)
		n[first]++
		free = fmt.Sprintf("%s%d%s", stem, n[first], ext)
	}
}

// officeTypes are kept although their content looks like their container's.
var officeTypes = map[string]string{
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	".odt":  "application/vnd.oasis.opendocument.text", ".ods": "application/vnd.oasis.opendocument.spreadsheet",
	".odp": "application/vnd.oasis.opendocument.presentation",
	".doc": "application/msword", ".xls": "application/vnd.ms-excel", ".ppt": "application/vnd.ms-powerpoint", ".msg": "application/vnd.ms-outlook",
	".csv": "text/csv", ".ics": "text/calendar", ".vcf": "text/vcard", ".eml": "message/rfc822", ".json": "application/json",
}

// sniff tells a file's type by its content. The sender's word counts only where the content leaves it open and
// the type cannot run in a browser.
func sniff(data []byte, declared, name string) string {
	typ, _, _ := strings.Cut(http.DetectContentType(data), ";")
	head := strings.ToLower(strings.TrimSpace(string(data[:min(len(data), 1024)])))
	if strings.Contains(head, "<svg") && (typ == "text/xml" || typ == "text/plain" || typ == "text/html") {
		return "image/svg+xml"
	}
	if strings.Contains(head, "<html") || strings.Contains(head, "<script") {
		return "text/html"
	}
	ext := strings.ToLower(path.Ext(name))
	office := officeTypes[ext]
	ole := bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0"))
	switch {
	case typ == "application/zip" && (strings.HasPrefix(office, "application/vnd.open") || strings.HasPrefix(office, "application/vnd.oasis")):
		return office
	case ole && (strings.HasPrefix(office, "application/vnd.ms") || office == "application/msword"):
		return office
	case typ == "text/plain" && (strings.HasPrefix(office, "text/") || office == "message/rfc822" || office == "application/json"):
		return office
	case typ == "text/plain" && (declared == "text/calendar" || declared == "text/csv" || declared == "message/rfc822" || declared == "message/delivery-status"):
		return declared
	case typ == "application/octet-stream" && (strings.HasPrefix(declared, "audio/") || strings.HasPrefix(declared, "video/")):
		return declared
	}
	return typ
}
