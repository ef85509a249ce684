package notify

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// Known tells what the desk tells everybody just now, in words that end a sentence: a fault that many write about.
type Known func(ctx context.Context, q sqldb.Querier, org directory.OrgID, desk directory.DeskID, unit directory.UnitID, lang i18n.Lang) ([]string, error)

// known adds to a receipt what is known already, right under the greeting: whoever wrote about it need not wait for an
// answer.
func (s *Service) known(ctx context.Context, q sqldb.Querier, p *i18n.Printer, parts []part, items ...item) ([]part, error) {
	if s.d.Known == nil {
		return parts, nil
	}
	for i := range items {
		x := &items[i]
		if x.reason != Opened || x.due.word != 0 {
			continue
		}
		words, err := s.d.Known(ctx, q, x.t.Org, x.t.Desk, x.t.Unit, i18n.ParseLang(p.Lang()))
		if err != nil || len(words) == 0 {
			return parts, err
		}
		said := []part{{text: p.T("notice.mail.known", "count", len(words))}}
		for _, w := range words {
			said = append(said, part{text: w, quote: true})
		}
		return append(append(append([]part(nil), parts[:min(1, len(parts))]...), said...), parts[min(1, len(parts)):]...), nil
	}
	return parts, nil
}
