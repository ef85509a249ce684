package asset

import (
	"slices"

	"lotsen/internal/kit/csvfile"
)

// fileFields are the columns that a file of devices may have, in the words of either language.
func fileFields() []csvfile.Field {
	return []csvfile.Field{
		csvfile.Knows("tag", "inventarienummer", "stöldmärkning", "nummer", "märkning", "assettag", "inventorynumber"),
		csvfile.Knows("serial", "serienummer", "serienr", "servicetag", "serialnumber", "imei"),
		csvfile.Knows("kind", "typ", "sort", "utrustningstyp", "type", "category"),
		csvfile.Knows("name", "namn", "benämning", "datornamn", "hostname"),
		csvfile.Knows("model", "modell", "produkt", "product"),
		csvfile.Knows("level", "supportnivå", "nivå", "supportlevel"),
		csvfile.Knows("login", "användarnamn", "innehavare", "innehavarensanvändarnamn", "konto", "användare", "holder", "username", "user"),
		csvfile.Knows("unit", "enhet", "enhetskod", "department"),
		csvfile.Knows("site", "verksamhetsställe", "plats", "location"),
		csvfile.Knows("delivered", "leveransdatum", "levererad", "leveransdag", "deliverydate"),
		csvfile.Knows("life", "livslängd", "livslängdmånader", "månader", "lifemonths", "months"),
		csvfile.Knows("renew", "bytesdatum", "utbyte", "byts", "förnyas", "renewal", "renewon"),
		csvfile.Knows("state", "status", "läge", "tillstånd"),
	}
}

// kindOf reads what a device is in the words of either language.
func kindOf(word string) (Kind, bool) {
	words := map[Kind][]string{
		Computer:    {"dator", "laptop", "bärbardator", "stationärdator", "arbetsplats", "computer", "desktop", "chromebook"},
		Phone:       {"telefon", "mobil", "mobiltelefon", "smartphone", "phone"},
		Tablet:      {"surfplatta", "läsplatta", "platta", "padda", "tablet"},
		Printer:     {"skrivare", "kopiator", "skrivareochkopiator", "printer", "copier"},
		Screen:      {"skärm", "bildskärm", "storbildsskärm", "screen", "monitor", "display"},
		AccessPoint: {"accesspunkt", "accesspoint"},
		Camera:      {"kamera", "camera"},
		Other:       {"annat", "övrigt", "annanutrustning", "other"},
	}
	return said(words, word)
}

// stateOf reads where a device is in its life.
func stateOf(word string) (State, bool) {
	words := map[State][]string{
		InUse:  {"ibruk", "aktiv", "används", "inuse", "active"},
		Stored: {"ilager", "lager", "stored", "instock"},
		Repair: {"pålagning", "lagning", "reparation", "repair", "inrepair"},
		Ended:  {"avslutad", "utrangerad", "skrotad", "såld", "inaktiv", "ended", "scrapped", "retired"},
	}
	return said(words, word)
}

func said[T ~string](words map[T][]string, word string) (T, bool) {
	key := csvfile.HeaderKey(word)
	for v, known := range words {
		if csvfile.HeaderKey(string(v)) == key || slices.Contains(known, key) {
			return v, true
		}
	}
	return "", false
}
