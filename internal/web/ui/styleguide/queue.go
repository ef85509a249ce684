package styleguide

import (
	"fmt"

	"lotsen/internal/web/ui"
)

// line is a ticket of the example queue.
type line struct {
	title, caller, site, state, priority, agent string
	stateColor, priorityColor                   ui.Color
	due                                         int // minutes from now
}

func queueLines() []line {
	return []line{
		{"Inga elever på plan 3 kommer åt nätet", "Karin Holm", "Lindskolan", "Ny", "1 Kritisk", "", ui.Info, ui.Danger, 25},
		{"Projektorn i sal B12 visar ingen bild", "Per Nyman", "Ekskolan", "Pågår", "2 Hög", "Amir Lund", ui.Accent, ui.Warning, 48},
		{"Kan inte logga in efter bytt lösenord", "Elsa Åkerblom", "Lindskolan", "Ny", "3 Normal", "", ui.Info, ui.Neutral, 55},
		{"Skrivaren på expeditionen drar snett", "Yngve Öst", "Sjövägens förskola", "Väntar på leverantör", "3 Normal", "Amir Lund", ui.Warning, ui.Neutral, 190},
		{"Behörighet till elevakt saknas för vikarie", "Maja Strand", "Ekskolan", "Pågår", "2 Hög", "Sara Berg", ui.Accent, ui.Warning, 215},
		{"Surfplatta med sprucken skärm", "Hugo Lind", "Lindskolan", "Väntar på användaren", "4 Låg", "Sara Berg", ui.Warning, ui.Neutral, 400},
		{"Ljudet i aulan brummar", "Karin Holm", "Lindskolan", "Pågår", "3 Normal", "Jonas Vik", ui.Accent, ui.Neutral, 420},
		{"Ny dator till kurator, gammal data ska med", "Nour Haddad", "Ekskolan", "Pågår", "3 Normal", "Amir Lund", ui.Accent, ui.Neutral, 1500},
		{"E-post studsar till vårdnadshavare", "Lena Fors", "Utbildningskontoret", "Ny", "3 Normal", "", ui.Info, ui.Neutral, 1620},
		{"Schemat visar fel vecka i telefonen", "Oskar Ek", "Sjövägens förskola", "Ny", "4 Låg", "", ui.Info, ui.Neutral, 2980},
	}
}

func queueTable(g guide) ui.TableView {
	v := ui.TableView{ID: "queue", Caption: "Öppna ärenden i första linjen", CaptionHidden: true, Columns: []ui.Column{
		{Text: "Ärende", SortHref: "#"},
		{Text: "Anmälare", SortHref: "#"},
		{Text: "Status"},
		{Text: "Prioritet", SortHref: "#"},
		{Text: "Handläggare"},
		{Text: "Klart senast", SortHref: "#", Sorted: ui.Ascending},
	}}
	for i, l := range queueLines() {
		ref := fmt.Sprintf("L-%d", 100421-i*3)
		agent := l.agent
		if agent == "" {
			agent = "–"
		}
		priority := ui.Cell{Text: l.priority, Nowrap: true}
		if l.priorityColor != ui.Neutral {
			priority = ui.Cell{Content: ui.Tag(ui.TagView{Text: l.priority, Color: l.priorityColor})}
		}
		left := ui.TagView{Text: "I tid"}
		if l.due < 30 {
			left = ui.TagView{Text: "25 min kvar", Color: ui.Danger, Icon: "clock"}
		} else if l.due < 60 {
			left = ui.TagView{Text: fmt.Sprintf("%d min kvar", l.due), Color: ui.Warning, Icon: "clock"}
		}
		v.Rows = append(v.Rows, ui.Row{ID: ref, Cells: []ui.Cell{
			{Text: l.title, Href: "ticket.html", Note: ref, Item: true},
			{Text: l.caller, Note: l.site},
			{Content: ui.Tag(ui.TagView{Text: l.state, Color: l.stateColor})},
			priority,
			{Text: agent},
			{Content: due(g, l.due, left), Nowrap: true},
		}})
	}
	return v
}
