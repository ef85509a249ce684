package styleguide

import (
	"fmt"

	"lotsen/internal/web/ui"
)

func nearby(g guide) []ui.ItemView {
	var out []ui.ItemView
	for i, l := range queueLines()[:6] {
		item := ui.ItemView{
			ID: fmt.Sprint("near-", i), Href: "ticket.html", Title: l.title, Current: i == 1,
			Note: l.site + ",", At: at(-l.due), AtText: g.p.DateTime(at(-l.due)),
		}
		if l.due < 60 {
			item.Tags = []ui.TagView{{Text: fmt.Sprintf("%d min kvar", l.due), Color: ui.Warning, Icon: "clock"}}
		}
		out = append(out, item)
	}
	return out
}

func entries(g guide) []ui.EntryView {
	per := ui.PersonView{Name: "Per Nyman", Unit: "Ekskolan"}
	amir := ui.PersonView{Name: "Amir Lund", Unit: "Servicedesk"}
	sara := ui.PersonView{Name: "Sara Berg", Unit: "Nät och server"}
	entry := func(id string, kind ui.EntryKind, who ui.PersonView, minutes int, icon, channel, text string) ui.EntryView {
		return ui.EntryView{
			ID: id, Kind: kind, Author: who, At: at(minutes), AtText: g.p.DateTime(at(minutes)),
			Icon: icon, Channel: channel, Text: text,
		}
	}
	list := []ui.EntryView{
		entry("e1", ui.Inbound, per, 130, "mail", "e-post", "Hej!\nProjektorn i sal B12 startar men visar bara blå bild, både från min dator och från klassens. Vi har nationellt prov där i eftermiddag.\n\n/Per"),
		entry("e2", ui.Event, ui.PersonView{}, 129, "outage", "", "Prioritet 2 Hög: sal används för prov"),
		entry("e3", ui.Outbound, amir, 118, "mail", "e-post", "Hej Per, tack för att du hörde av dig tidigt.\nProva den andra kabeln, den med gul märkning. Jag ser att fler i huset har haft samma sak och kommer förbi före lunch."),
		entry("e4", ui.Internal, sara, 61, "lock", "", "Samma sak som i B14 i fredags: nyckeln för skärmdelning gick ut. Finns som känt fel, starta om mottagaren och välj profil 2."),
		entry("e5", ui.Event, amir, 60, "person", "", "Tilldelad Amir Lund"),
		entry("e6", ui.Inbound, per, 14, "portal", "portalen", "Gul kabel ger bild men inget ljud. Bild bifogas."),
	}
	list[2].Note, list[2].NoteColor = "Levererat", ui.Success
	list[5].Attachments = []ui.AttachmentView{{Href: "#", Name: "b12-skarm.jpg", About: "JPEG, 840 kB"}}
	return list
}
