package approval

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// The words that people hear, as the ends of text keys.
const (
	wordAsked     = "asked"     // Something waits for you.
	wordNext      = "next"      // The same, because an earlier step has said yes.
	wordChanged   = "changed"   // It was changed and has to be decided anew.
	wordReminded  = "reminded"  // It waits still.
	wordOverdue   = "overdue"   // Nobody near has answered; to those for the whole organisation.
	wordLate      = "late"      // The same, to whoever asked.
	wordWithdrawn = "withdrawn" // It was taken back.
	wordApproved  = "approved"  // To whoever asked.
	wordRejected  = "rejected"
	wordStuck     = "stuck"  // Nobody may decide; the desk knows.
	wordHanded    = "handed" // You stand in for somebody for whom so many wait.
	wordReturned  = "returned"
	wordGiven     = "given" // You may decide now, and so many wait.
)

func toldAs(event string) string {
	if event == EventChanged {
		return wordChanged
	}
	return wordAsked
}

// link leads to an approval as it is now: whoever follows it later is told what has changed.
func (s *Service) link(a *Approval) string {
	return fmt.Sprintf("%s/approvals/%d?seen=%d", strings.TrimSuffix(s.d.BaseURL, "/"), a.ID, a.Version)
}

// say says a word about an approval, once for each version of it and number.
func (s *Service) say(ctx context.Context, tx *sqldb.Tx, a *Approval, word string, nth int, parts []*Part, people []directory.PersonID, args ...any) error {
	people = tidy(people)
	if s.d.Tell == nil || len(people) == 0 {
		return nil
	}
	w := Word{
		Org: a.Org, People: people, Key: fmt.Sprintf("approval:%d:%d:%s:%d", a.ID, a.Version, word, nth),
	}
	link := s.link(a)
	if word == wordApproved || word == wordRejected || word == wordLate || word == wordStuck {
		link = "" // Whoever asked follows it where they asked.
	}
	w.SubjectSv, w.TextSv = s.words(i18n.Swedish, a, word, parts, link, args)
	w.SubjectEn, w.TextEn = s.words(i18n.English, a, word, parts, link, args)
	return s.d.Tell(ctx, tx, w)
}

// mostNamed is how many lines a word names.
const mostNamed = 10

// words is what is said in a language. Lines about somebody with protected identity are not in parts.
func (s *Service) words(lang i18n.Lang, a *Approval, word string, parts []*Part, link string, args []any) (subject, text string) {
	p := s.d.Texts.Printer(lang)
	lines, ore := oncePerLine(parts)
	args = append([]any{"title", a.Title, "count", len(lines), "sum", kronor(p, ore)}, args...)
	text = p.T("approval.word."+word+".text", args...)
	for i, l := range lines {
		if i == 0 {
			text += "\n"
		}
		if i == mostNamed {
			text += "\n" + p.T("approval.word.more", "count", len(lines)-mostNamed)
			break
		}
		text += "\n– " + l.Text(lang)
	}
	if link != "" {
		text += "\n\n" + p.T("approval.word.link") + "\n" + link
	}
	return p.T("approval.word."+word+".subject", args...), text
}

func oncePerLine(parts []*Part) (lines []*Part, ore int64) {
	for _, p := range parts {
		if !slices.ContainsFunc(lines, func(o *Part) bool { return o.Line == p.Line }) {
			lines = append(lines, p)
			ore += p.Ore
		}
	}
	return lines, ore
}

// kronor is an amount in words, without öre where there are none.
func kronor(p *i18n.Printer, ore int64) string {
	if ore%100 == 0 {
		return p.Number(ore/100) + " kr"
	}
	return fmt.Sprintf("%s,%02d kr", p.Number(ore/100), ore%100)
}

func tidy(people []directory.PersonID) []directory.PersonID {
	out := slices.DeleteFunc(slices.Clone(people), func(id directory.PersonID) bool { return id == 0 })
	slices.SortFunc(out, cmp.Compare)
	return slices.Compact(out)
}
