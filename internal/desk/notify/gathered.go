package notify

import (
	"context"

	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// mostListed bounds how many cases one mail names under one word.
const mostListed = 100

// gathered makes one mail of several things: what was said to many cases at once stands there once, with the person's
// own cases under it.
func (s *Service) gathered(ctx context.Context, tx *sqldb.Tx, r rules, to *listener, items []item) error {
	p := s.d.Texts.Printer(i18n.ParseLang(to.printerLang()))
	box, err := s.mailbox(ctx, tx, items[0].desk())
	if err != nil {
		return err
	}
	first := items[0]
	first.due.event, first.due.reason = 0, Gathered
	if len(cases(items)) > 1 {
		first.due.ticket = 0 // It belongs to no single case, and answers to it find none.
	}
	if one := oneWord(items); one != nil && !hidden(items, r) {
		first.due.reason = one.reason
	}
	first.word.org = items[0].org() // Asked for where there is no case.
	m, err := s.envelope(ctx, tx, to, &first, box, p)
	if err != nil {
		return err
	}
	s.unsubscribe(&m, to, items...)
	m.Subject, m.Ticket = p.T("mail.gathered.subject", "count", len(cases(items))), first.due.ticket
	parts := []part{{text: hello(p, to.name)}}
	if one := oneWord(items); one != nil {
		if !hidden(items, r) {
			m.Subject = one.said.Subject
		}
	} else {
		parts = append(parts, part{text: p.T("mail.gathered.intro")})
	}
	if parts, err = s.known(ctx, tx, p, parts, items...); err != nil {
		return err
	}
	parts = append(parts, s.sections(p, r, items)...)
	parts = append(parts, part{text: p.T("mail.gathered.reply")}, part{text: p.T("mail.bye", "desk", box.name)})
	m.Text, m.HTML = body(p, m.Subject, parts)
	id, err := s.queue(ctx, tx, &m)
	if err != nil {
		return err
	}
	for i := range items {
		if err := items[i].done(ctx, tx, doneMail, id); err != nil {
			return err
		}
	}
	return nil
}

// sections are the things one after the other, words before events.
func (s *Service) sections(p *i18n.Printer, r rules, items []item) []part {
	var out []part
	said := map[int64]bool{}
	for i := range items {
		x := &items[i]
		if x.due.word == 0 || said[x.due.word] {
			continue
		}
		said[x.due.word] = true
		out = append(out, s.section(p, r, items, x)...)
	}
	for _, alike := range sameWords(items, r) {
		x := alike[0]
		number := x.t.ID.String()
		if len(alike) > 1 {
			number = p.T("mail.gathered.several", "count", len(alike))
		}
		out = append(out, part{text: p.T("mail.gathered."+x.reason, "number", number)})
		if words := carried(x, r); words != "" {
			out = append(out, part{text: words, quote: true})
		}
		for _, y := range alike[:min(len(alike), mostListed)] {
			link := s.linkOf(y)
			if y.reason == Resolved {
				link += "#accept" // Where the page asks whether it works.
			}
			out = append(out, part{text: numberOf(&y.t, r), link: link})
		}
	}
	return out
}

// carried is what the desk wrote, as far as mail may carry it.
func carried(x *item, r rules) string {
	if x.t.Sealed || r.minimal {
		return ""
	}
	return x.words
}

// sameWords puts events together that say the same about several cases: forty cases with one solution are one paragraph.
func sameWords(items []item, r rules) [][]*item {
	var out [][]*item
	at := map[string]int{}
	for i := range items {
		x := &items[i]
		if x.due.word != 0 {
			continue
		}
		key := x.reason + "\x00" + carried(x, r)
		if n, known := at[key]; known {
			out[n] = append(out[n], x)
			continue
		}
		at[key] = len(out)
		out = append(out, []*item{x})
	}
	return out
}

// section is one word and the cases that it is about.
func (s *Service) section(p *i18n.Printer, r rules, items []item, x *item) []part {
	var about []part
	open := false // Some case may carry the words.
	n := 0
	for i := range items {
		y := &items[i]
		if y.due.word != x.due.word {
			continue
		}
		open = open || y.ticket == 0 || !y.t.Sealed && !r.minimal
		if n++; y.ticket != 0 && n <= mostListed {
			about = append(about, part{text: numberOf(&y.t, r), link: s.linkOf(y)})
		}
	}
	var out []part
	if open {
		if oneWord(items) == nil {
			out = append(out, part{text: x.said.Subject})
		}
		out = append(out, part{text: x.said.Text, quote: true})
	}
	if len(about) > 0 {
		out = append(out, part{text: p.T("mail.gathered.about", "count", n)})
	}
	return append(out, about...)
}

// oneWord is the word that all of it is, nil when there is more to tell.
func oneWord(items []item) *item {
	for i := range items {
		if items[i].due.word == 0 || items[i].due.word != items[0].due.word {
			return nil
		}
	}
	return &items[0]
}

// hidden reports whether no case may carry words.
func hidden(items []item, r rules) bool {
	for i := range items {
		if items[i].ticket == 0 || !items[i].t.Sealed && !r.minimal {
			return false
		}
	}
	return true
}

func cases(items []item) map[int64]bool {
	out := map[int64]bool{}
	for i := range items {
		out[int64(items[i].ticket)] = true
	}
	return out
}

func hello(p *i18n.Printer, name string) string {
	if name == "" {
		return p.T("mail.hello_nobody")
	}
	return p.T("mail.hello", "name", name)
}
