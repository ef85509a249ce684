package roster

import (
	"slices"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/kit/csvfile"
)

func peopleFields() []csvfile.Field {
	return []csvfile.Field{
		csvfile.Needs("external_id", "id", "externtid", "externalid", "personid", "anställningsid", "anställningsnummer", "employeeid", "elevid"),
		csvfile.Needs("given", "förnamn", "tilltalsnamn", "given", "givenname", "firstname"),
		csvfile.Needs("family", "efternamn", "family", "familyname", "lastname", "surname", "sn"),
		csvfile.Knows("category", "kategori", "persontyp", "category", "type"),
		csvfile.Knows("title", "titel", "befattning", "title", "jobtitle"),
		csvfile.Knows("email", "epost", "epostadress", "mail", "email", "mailadress", "emailaddress"),
		csvfile.Knows("phone", "telefon", "telefonnummer", "phone", "telephone"),
		csvfile.Knows("mobile", "mobil", "mobiltelefon", "mobilnummer", "mobile", "cellphone"),
		csvfile.Knows("unit", "enhet", "enhetskod", "enhetsid", "unit", "unitid", "department"),
		csvfile.Knows("site", "verksamhetsställe", "plats", "arbetsplats", "site"),
		csvfile.Knows("lang", "språk", "lang", "language"),
		csvfile.Knows("login", "användarnamn", "användarid", "konto", "login", "username", "account"),
		csvfile.Knows("protected", "skyddad", "skyddadepersonuppgifter", "skyddadidentitet", "sekretess", "sekretessmarkering", "protected", "securitymarking"),
		csvfile.Knows("born", "född", "födelsedag", "födelsedatum", "personnummer", "birthdate", "dateofbirth", "civicno"),
	}
}

func relationFields() []csvfile.Field {
	return []csvfile.Field{
		csvfile.Needs("child", "barn", "barnid", "elev", "elevid", "child", "childid", "pupil"),
		csvfile.Needs("guardian", "vårdnadshavare", "vårdnadshavareid", "ansvarig", "guardian", "guardianid", "responsible"),
		csvfile.Knows("kind", "relation", "relationstyp", "typ", "relationtype", "kind"),
		csvfile.Knows("born", "barnetfött", "född", "födelsedag", "födelsedatum", "personnummer", "birthdate", "dateofbirth", "civicno"),
		csvfile.Knows("to", "till", "tillochmed", "slutdatum", "to", "until"),
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
		if slices.Contains(known, csvfile.HeaderKey(word)) {
			return k, true
		}
	}
	return "", false
}

func unitFields() []csvfile.Field {
	return []csvfile.Field{
		csvfile.Needs("external_id", "id", "externtid", "externalid", "enhetskod", "enhetsid", "kod", "unitid", "code"),
		csvfile.Needs("name", "namn", "enhet", "enhetsnamn", "name", "unit", "unitname"),
		csvfile.Knows("parent", "överordnad", "överordnadenhet", "förälder", "parent", "parentid", "parentunit"),
		csvfile.Knows("authority", "nämnd", "myndighet", "authority", "board"),
		csvfile.Knows("site", "verksamhetsställe", "plats", "site"),
		csvfile.Knows("school_code", "skolenhetskod", "schoolunitcode", "schoolcode"),
		csvfile.Knows("cost_centre", "kostnadsställe", "kst", "costcentre", "costcenter"),
	}
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
	switch w := csvfile.HeaderKey(word); {
	case w == "":
		return false, false, true
	case slices.Contains([]string{"ja", "j", "yes", "y", "true", "sant", "1", "x", "sekretessmarkering", "skyddadfolkbokföring", "skyddad"}, w):
		return true, true, true
	case slices.Contains([]string{"nej", "n", "no", "false", "falskt", "0", "ingen", "none"}, w):
		return false, true, true
	}
	return false, false, false
}
