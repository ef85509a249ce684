package roster

import (
	"slices"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
)

// field is a column that a file may have, with the headers by which it is known, folded by headerKey.
type field struct {
	name    string
	headers []string
	needed  bool
}

func peopleFields() []field {
	return []field{
		{"external_id", []string{"id", "externtid", "externalid", "personid", "anställningsid", "anställningsnummer", "employeeid", "elevid"}, true},
		{"given", []string{"förnamn", "tilltalsnamn", "given", "givenname", "firstname"}, true},
		{"family", []string{"efternamn", "family", "familyname", "lastname", "surname", "sn"}, true},
		{"category", []string{"kategori", "persontyp", "category", "type"}, false},
		{"title", []string{"titel", "befattning", "title", "jobtitle"}, false},
		{"email", []string{"epost", "epostadress", "mail", "email", "mailadress", "emailaddress"}, false},
		{"phone", []string{"telefon", "telefonnummer", "phone", "telephone"}, false},
		{"mobile", []string{"mobil", "mobiltelefon", "mobilnummer", "mobile", "cellphone"}, false},
		{"unit", []string{"enhet", "enhetskod", "enhetsid", "unit", "unitid", "department"}, false},
		{"site", []string{"verksamhetsställe", "plats", "arbetsplats", "site"}, false},
		{"lang", []string{"språk", "lang", "language"}, false},
		{"login", []string{"användarnamn", "användarid", "konto", "login", "username", "account"}, false},
		{"protected", []string{"skyddad", "skyddadepersonuppgifter", "skyddadidentitet", "sekretess", "sekretessmarkering", "protected", "securitymarking"}, false},
		{"born", []string{"född", "födelsedag", "födelsedatum", "personnummer", "birthdate", "dateofbirth", "civicno"}, false},
	}
}

func relationFields() []field {
	return []field{
		{"child", []string{"barn", "barnid", "elev", "elevid", "child", "childid", "pupil"}, true},
		{"guardian", []string{"vårdnadshavare", "vårdnadshavareid", "ansvarig", "guardian", "guardianid", "responsible"}, true},
		{"kind", []string{"relation", "relationstyp", "typ", "relationtype", "kind"}, false},
		{"born", []string{"barnetfött", "född", "födelsedag", "födelsedatum", "personnummer", "birthdate", "dateofbirth", "civicno"}, false},
		{"to", []string{"till", "tillochmed", "slutdatum", "to", "until"}, false},
	}
}

// relation reads what a grown-up is to a child in the words of either language; nothing said is a custodian.
func relation(word string) (guardian.Kind, bool) {
	words := map[guardian.Kind][]string{
		guardian.Custodian: {"", "vårdnadshavare", "guardian", "custodian", "parent"},
		guardian.Foster:    {"familjehemsförälder", "fosterparent", "foster"},
		guardian.Trustee:   {"godman", "trustee"},
		guardian.Resident:  {"boendeförälder", "resident"},
		guardian.Contact:   {"kontaktperson", "contact"},
	}
	for k, known := range words {
		if slices.Contains(known, headerKey(word)) {
			return k, true
		}
	}
	return "", false
}

func unitFields() []field {
	return []field{
		{"external_id", []string{"id", "externtid", "externalid", "enhetskod", "enhetsid", "kod", "unitid", "code"}, true},
		{"name", []string{"namn", "enhet", "enhetsnamn", "name", "unit", "unitname"}, true},
		{"parent", []string{"överordnad", "överordnadenhet", "förälder", "parent", "parentid", "parentunit"}, false},
		{"authority", []string{"nämnd", "myndighet", "authority", "board"}, false},
		{"site", []string{"verksamhetsställe", "plats", "site"}, false},
		{"school_code", []string{"skolenhetskod", "schoolunitcode", "schoolcode"}, false},
		{"cost_centre", []string{"kostnadsställe", "kst", "costcentre", "costcenter"}, false},
	}
}

// columns tells where in a row the known fields are.
type columns struct {
	at      map[string]int
	header  map[string]string // The file's own word for a field.
	known   []string
	ignored []string
	width   int
}

func understand(headers []string, fields []field) (columns, error) {
	c := columns{at: map[string]int{}, header: map[string]string{}, width: len(headers)}
	for i, h := range headers {
		own := clean.Line(h, 100)
		key := headerKey(own)
		at := slices.IndexFunc(fields, func(f field) bool { return slices.Contains(f.headers, key) || headerKey(f.name) == key })
		if at < 0 {
			if own != "" {
				c.ignored = append(c.ignored, own)
			}
			continue
		}
		name := fields[at].name
		if _, twice := c.at[name]; twice {
			return columns{}, errs.E(errs.Invalid, "import.header.twice", "column", own, "first", c.header[name])
		}
		c.at[name], c.header[name] = i, own
		c.known = append(c.known, own)
	}
	for _, f := range fields {
		if _, ok := c.at[f.name]; f.needed && !ok {
			return columns{}, errs.E(errs.Invalid, "import.header.missing", "column", f.headers[0], "headers", strings.Join(c.ignored, ", "))
		}
	}
	return c, nil
}

// headerKey folds a header: "E-post adress" and "epost_adress" are the same.
func headerKey(h string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" _-./:*", r) {
			return -1
		}
		return r
	}, strings.ToLower(h))
}

// has reports whether the file has the column.
func (c columns) has(name string) bool {
	_, ok := c.at[name]
	return ok
}

// get returns a row's cell; a row that ends early has no more cells than it has.
func (c columns) get(l line, name string) string {
	i, ok := c.at[name]
	if !ok || i >= len(l.cells) {
		return ""
	}
	return clean.Line(l.cells[i], 0)
}

// fits refuses a row with another number of cells than there are headers: its cells cannot be trusted to stand where
// they should.
func (c columns) fits(l line) []Reason {
	extra := l.cells[min(len(l.cells), c.width):]
	if len(l.cells) < c.width || strings.TrimSpace(strings.Join(extra, "")) != "" {
		return []Reason{{Key: "import.row.width", Args: []any{"want", c.width, "got", len(l.cells)}}}
	}
	return nil
}

// reasons names the columns of field errors.
func (c columns) reasons(bad errs.Fields) []Reason {
	var out []Reason
	for _, f := range bad {
		column := c.header[f.Name]
		if column == "" {
			column = f.Name
		}
		out = append(out, Reason{column, f.Key, f.Args})
	}
	return out
}

// category reads a category in the words of either language.
func category(word string) (directory.Category, bool) {
	words := map[directory.Category][]string{
		directory.Employee:   {"medarbetare", "anställd", "personal", "employee", "staff"},
		directory.Pupil:      {"elev", "student", "pupil"},
		directory.Guardian:   {"vårdnadshavare", "guardian", "parent"},
		directory.Elected:    {"förtroendevald", "politiker", "elected"},
		directory.Consultant: {"konsult", "consultant"},
		directory.Supplier:   {"leverantör", "supplier"},
		directory.Other:      {"annan", "övrig", "other"},
	}
	for c, known := range words {
		if slices.Contains(known, strings.ToLower(word)) {
			return c, true
		}
	}
	return "", false
}

// mark reads what a file says of protected identity. Said is false for an empty cell, which leaves things as they are.
func mark(word string) (protected, said, ok bool) {
	switch w := headerKey(word); {
	case w == "":
		return false, false, true
	case slices.Contains([]string{"ja", "j", "yes", "y", "true", "sant", "1", "x", "sekretessmarkering", "skyddadfolkbokföring", "skyddad"}, w):
		return true, true, true
	case slices.Contains([]string{"nej", "n", "no", "false", "falskt", "0", "ingen", "none"}, w):
		return false, true, true
	}
	return false, false, false
}
