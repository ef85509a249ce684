package exchange

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/once"
	"lotsen/internal/kit/signed"
	"lotsen/internal/kit/sqldb"
)

var (
	insertReceived = sqldb.Q("exchange.received.insert", `
		insert into exchange_received (partner_id, event_id, remote, body, at) values ($1, $2, $3, $4, $5) on conflict (partner_id, event_id) do nothing`)
	selectReceived = sqldb.Q("exchange.received", `
		select id, body from exchange_received where partner_id = $1 and remote = $2 and state = 'waiting' order by id limit 20`)
	markReceived = sqldb.Q("exchange.received.mark", `update exchange_received set state = $2, outcome = $3 where id = $1`)
)

// Caller returns the partner of that code, and the secrets with which its calls are signed. Errors: errs.NotFound.
func (s *Service) Caller(ctx context.Context, code string) (Partner, [][]byte, error) {
	p, found, err := sqldb.Maybe(ctx, s.d.DB, selectPartnerCode, scanPartner, code)
	if err == nil && !found {
		err = errs.Missing()
	}
	if err != nil {
		return p, nil, err
	}
	var secrets [][]byte
	for _, name := range []string{code + "_hook", code + "_hook_old"} {
		if text, ok := s.d.Secrets(name); ok {
			secrets = append(secrets, signed.Secret(text))
		}
	}
	return p, secrets, nil
}

// heard names what is heard from a partner about one of its cases.
type heard struct {
	Partner PartnerID `json:"partner"`
	Remote  string    `json:"remote"`
}

// Receive keeps an event that a partner has sent and sees to it that it is acted on. The same event again is kept once.
// Errors: errs.Invalid for what is no event.
func (s *Service) Receive(ctx context.Context, p *Partner, body []byte) error {
	var e tmf.Event
	if err := json.Unmarshal(body, &e); err != nil {
		return errs.E(errs.Invalid, "tmf.error.json").Because(err)
	}
	var f errs.Fields
	id, remote := clean.Line(e.EventID, 200), clean.Line(e.Event.TroubleTicket.ID, 200)
	if id == "" {
		f.Add("eventId", "error.required")
	}
	if remote == "" {
		f.Add("event.troubleTicket.id", "error.required")
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, insertReceived, int64(p.ID), id, remote, string(body), sqldb.Time(tx.Now()))
		if err != nil || n == 0 {
			return err
		}
		if err := jobs.Enqueue(ctx, tx, JobHear, heard{p.ID, remote}, jobs.Key(fmt.Sprintf("%d-%s", p.ID, remote)), jobs.Queue(Queue)); err != nil {
			return err
		}
		return once.Settle(ctx, tx, id)
	})
}

type received struct {
	id   int64
	body string
}

// hear acts on what has come about one of a partner's cases, in the order in which it came.
func (s *Service) hear(ctx context.Context, h heard) error {
	p, err := sqldb.One(ctx, s.d.DB, selectPartner, scanPartner, int64(h.Partner))
	if err != nil {
		return err
	}
	for {
		rows, err := sqldb.All(ctx, s.d.DB, selectReceived, func(r sqldb.Row) (received, error) {
			var x received
			return x, r.Scan(&x.id, &x.body)
		}, int64(h.Partner), h.Remote)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, x := range rows {
			if err := s.act(ctx, &p, x); err != nil {
				return err
			}
		}
	}
}

// act does what one event asks for. What cannot be done is noted and holds up nothing.
func (s *Service) act(ctx context.Context, p *Partner, x received) error {
	var e tmf.Event
	if err := json.Unmarshal([]byte(x.body), &e); err != nil {
		return jobs.Permanent(err)
	}
	k, err := s.linkOf(ctx, p, &e.Event.TroubleTicket)
	if err != nil {
		return err
	}
	var files []ticket.Attachment
	var aside []string
	if k.ID != 0 {
		if err := s.fetch(ctx, p, e.Event.TroubleTicket.Attachment); err != nil {
			return err
		}
		if files, aside, err = s.keep(ctx, p, e.Event.TroubleTicket.Attachment); err != nil && errs.KindOf(err) == errs.Internal {
			return err
		}
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		state, outcome := "done", ""
		if k.ID == 0 {
			state = "ignored"
		} else if err := s.heardOf(ctx, tx, p, &k, &e, files, aside); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, markReceived, x.id, state, outcome)
		return err
	})
}

// linkOf finds the case that a partner speaks of: by its number there, or by ours when that has not been told yet. ID 0
// is a case that we have nothing to do with.
func (s *Service) linkOf(ctx context.Context, p *Partner, t *tmf.TroubleTicket) (Link, error) {
	k, found, err := sqldb.Maybe(ctx, s.d.DB, selectLinkRemote, scanLink, int64(p.ID), t.ID)
	if err != nil || found {
		return k, err
	}
	for _, n := range t.ExternalIdentifier {
		id, ok := ticket.ParseID(n.ID)
		if !ok {
			continue
		}
		k, found, err := sqldb.Maybe(ctx, s.d.DB, selectLinkOf, scanLink, int64(p.ID), int64(id))
		if err != nil || found && k.Remote == "" {
			return k, err
		}
	}
	return Link{}, nil
}

// heardOf puts what an event says on the case: as the word of whoever has it in hand, or of whoever handed it to us.
func (s *Service) heardOf(ctx context.Context, tx *sqldb.Tx, p *Partner, k *Link, e *tmf.Event, files []ticket.Attachment, aside []string) error {
	t := &e.Event.TroubleTicket
	if k.Remote == "" {
		if _, err := tx.Exec(ctx, updateRemote, int64(k.ID), t.ID); err != nil {
			return err
		}
		if err := ticket.AddReferenceIn(ctx, tx, k.Ticket, p.Code, t.ID); err != nil {
			return err
		}
	}
	if k.Role == roleIn {
		for i := range t.Note {
			if _, err := s.sayAsCustomer(ctx, tx, p.asCustomer(), p, k.Ticket, &t.Note[i]); err != nil {
				return err
			}
		}
		return nil
	}
	w := Word{Files: files, Aside: aside}
	var parts []string
	for _, n := range t.Note {
		origin := clean.Line(n.ID, 200)
		there, err := s.known(ctx, tx, p, k.Ticket, origin)
		if err != nil {
			return err
		}
		if !there && !clean.Blank(n.Text) {
			parts, w.Origins = append(parts, n.Text), append(w.Origins, origin)
		}
	}
	if len(t.Note) > 0 && len(parts) == 0 {
		w.Files, w.Aside = nil, nil // They came with the words.
	}
	w.Text = strings.Join(parts, "\n\n")
	if t.Status != "" && string(t.Status) != k.Their && e.EventType != tmf.CreateEvent {
		w.Deed, w.Their = p.Config.In[t.Status], t.Status
		if w.Text == "" && len(t.Note) == 0 {
			w.Text = t.StatusChangeReason
		}
	}
	if w.Text == "" && w.Deed == "" && len(w.Files)+len(w.Aside) == 0 {
		return nil
	}
	return s.say(ctx, tx, p.as(), p, k.Ticket, w)
}

// fetch gets the bytes of files that came as addresses of the partner's own interface. Other addresses are not asked.
func (s *Service) fetch(ctx context.Context, p *Partner, files []tmf.Attachment) error {
	for i := range files {
		f := &files[i]
		if f.Content != "" || !sameOrigin(f.URL, p.BaseURL) || p.Config.OnlyText || f.Size != nil && f.Size.Amount > float64(p.Config.MaxFile) {
			continue
		}
		token, _ := s.d.Secrets(p.Code)
		r, err := s.d.Courier.Call(ctx, Call{Method: "GET", URL: f.URL, Header: map[string]string{"Authorization": "Bearer " + token}})
		if err != nil {
			return fmt.Errorf("fetch a file: %w", err)
		}
		if r.Status >= 500 {
			return fmt.Errorf("fetch a file: status %d", r.Status)
		}
		if r.Status == 200 {
			f.SetBytes(r.Body)
		}
	}
	return nil
}

func sameOrigin(a, b string) bool {
	x, err1 := url.Parse(a)
	y, err2 := url.Parse(b)
	return err1 == nil && err2 == nil && x.Host != "" && x.Host == y.Host && x.Scheme == y.Scheme
}
