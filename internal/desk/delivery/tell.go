package delivery

import (
	"context"
	"fmt"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// who picks the persons of a task that a word is for.
type who func(*Task) directory.PersonID

func orderer(t *Task) directory.PersonID  { return t.Orderer }
func receiver(t *Task) directory.PersonID { return t.Receiver }

// told says something about tasks of one order to people: in one mail, however many tasks it is about. Nobody is named:
// for whom each thing is stands on the page that the reader may see.
func (s *Service) told(ctx context.Context, tx *sqldb.Tx, list []Task, what string, listeners []directory.PersonID, args ...any) error {
	if s.d.Tell == nil || len(list) == 0 {
		return nil
	}
	// Whoever is concerned by some of the tasks hears of those alone.
	for _, p := range listeners {
		var mine []Task
		for i := range list {
			if t := &list[i]; t.Orderer == p || t.Receiver == p {
				mine = append(mine, *t)
			}
		}
		if len(mine) == 0 {
			continue
		}
		said := func(lang i18n.Lang) notify.Said {
			printer := s.d.Texts.Printer(lang)
			args := append([]any{
				"order", mine[0].Order.String(), "what", names(printer, mine), "count", len(mine),
				"link", s.d.BaseURL + "/orders/" + mine[0].Order.String(), "receive", s.d.BaseURL + "/receive",
			}, args...)
			for i := 1; i < len(args); i += 2 {
				if args[i-1] == "day" {
					args[i] = dayWord(printer, fmt.Sprint(args[i]))
				}
			}
			return notify.Said{Subject: printer.T("delivery.word."+what+".subject", args...), Text: strings.ReplaceAll(printer.T("delivery.word."+what+".text", args...), "\n\n\n\n", "\n\n")}
		}
		_, err := s.d.Tell(ctx, tx, notify.Word{
			Org: mine[0].Org, Desk: mine[0].Desk, Key: fmt.Sprintf("delivery:%d:%d:%s:%d", mine[0].ID, mine[0].Version, what, p),
			Sv: said(i18n.Swedish), En: said(i18n.English), People: []directory.PersonID{p},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// names lists what tasks are about: some, and how many more.
func names(p *i18n.Printer, list []Task) string {
	const most = 5
	var out []string
	seen := map[string]bool{}
	for i := range list {
		if n := list[i].Name(p.Lang()); !seen[n] {
			seen[n] = true
			out = append(out, n)
		}
	}
	if len(out) > most {
		return strings.Join(out[:most], ", ") + " …"
	}
	return strings.Join(out, ", ")
}

func dayWord(p *i18n.Printer, day string) string {
	if at := endOf(day); !at.IsZero() {
		return p.Date(at.Add(-1))
	}
	return day
}

// poke makes the pages look again that show the tasks.
func (s *Service) poke(tx *sqldb.Tx, list []Task) {
	for _, part := range byTicket(list) {
		tx.Poke(fmt.Sprintf("ticket:%d", part[0].Ticket), fmt.Sprintf("desk:%d", part[0].Desk))
	}
	for _, p := range people(list, orderer, receiver) {
		tx.Poke(fmt.Sprintf("person:%d", p))
	}
}
