package order

import (
	"context"
	"strconv"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// confirm tells whoever ordered that it has arrived, in one mail however many lines there are.
func (s *Service) confirm(ctx context.Context, tx *sqldb.Tx, o *Order) error {
	people := []directory.PersonID{o.Orderer}
	if o.For != 0 {
		people = append(people, o.For)
	}
	return s.say(ctx, tx, o, "placed", people, "lines", strconv.Itoa(o.Lines))
}

// say tells people something about an order in both languages: the texts order.mail.WHAT.subject and .text.
func (s *Service) say(ctx context.Context, tx *sqldb.Tx, o *Order, what string, people []directory.PersonID, args ...any) error {
	if s.d.Tell == nil || len(people) == 0 {
		return nil
	}
	sv, en := s.d.Texts.Printer(i18n.Swedish), s.d.Texts.Printer(i18n.English)
	with := func(title string) []any {
		return append([]any{"order", o.ID.String(), "title", title, "url", s.d.BaseURL + "/orders/" + o.ID.String()}, args...)
	}
	return s.d.Tell(ctx, tx, Word{
		Org: o.Org, Key: "order:" + what + ":" + o.ID.String() + ":" + strconv.FormatInt(o.Version, 10), People: people,
		SubjectSv: sv.T("order.mail."+what+".subject", with(o.Title("sv"))...), TextSv: sv.T("order.mail."+what+".text", with(o.Title("sv"))...),
		SubjectEn: en.T("order.mail."+what+".subject", with(o.Title("en"))...), TextEn: en.T("order.mail."+what+".text", with(o.Title("en"))...),
	})
}
