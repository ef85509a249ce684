package alarm

import (
	"context"
	"encoding/json"
	"net/netip"
	"strconv"
	"strings"

	"lotsen/internal/desk/alarm/read"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Answer is what a source hears of its call.
type Answer struct {
	Alarms int    `json:"alarms"`
	Ticket string `json:"ticket,omitempty"`
	URL    string `json:"url,omitempty"`
}

// Reply writes the answer to a call: the first case that its alarms have.
func (s *Service) Reply(taken []Taken) string {
	a := Answer{Alarms: len(taken)}
	for _, t := range taken {
		if t.Ticket != 0 {
			a.Ticket, a.URL = t.Ticket.String(), s.pageOf(t.Ticket)
			break
		}
	}
	raw, _ := json.Marshal(a) // Strings and a number.
	return string(raw)
}

var (
	apiSource = sqldb.Q("alarm.source_api", `
		select `+sourceColumns+` from alarm_source s where s.desk_id = $1 and s.kind = 'api' and s.active and (s.code = $2 or $2 = '') order by s.id limit 1`)
	mailSources = sqldb.Q("alarm.source_mail", `select `+sourceColumns+` from alarm_source s where s.kind = 'mail' and s.active order by s.id limit 200`)
	trapSources = sqldb.Q("alarm.source_snmp", `select `+sourceColumns+` from alarm_source s where s.kind = 'snmp' and s.active order by s.id limit 200`)
)

// Post takes an alarm of a caller who holds a token. It asks for verb alarm.work at the desk; the desk's source for such
// alarms is made with the first. Code names one of several; "" is the first.
// Errors: errs.Forbidden, errs.NotFound for a desk or source out of sight, errs.Invalid.
func (s *Service) Post(ctx context.Context, by authz.Actor, desk directory.DeskID, code string, in read.Alarm) (Taken, Source, error) {
	a, ok := read.Given(in)
	if !ok {
		var f errs.Fields
		f.Add("summary", "error.required")
		return Taken{}, Source{}, f.Err()
	}
	var out Taken
	var src Source
	err := s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		d, err := directory.DeskFor(ctx, tx, directory.OrgID(by.Org), desk)
		if err != nil {
			return err
		}
		if !mayAt(by, MayWork, d.Org, d.ID) {
			return errs.Denied(string(MayWork))
		}
		found := false
		if src, found, err = sqldb.Maybe(ctx, tx, apiSource, scanSource, int64(d.ID), code); err != nil {
			return err
		}
		if !found && code != "" {
			var f errs.Fields
			f.Add("source", "alarm.error.source")
			return f.Err()
		}
		if !found {
			src = Source{Org: d.Org, Desk: d.ID, Code: "api-" + strconv.FormatInt(int64(d.ID), 10), Name: "API", Kind: API, Config: Defaults()}
			if err := s.saveSource(ctx, tx, by, &src); err != nil {
				return err
			}
		}
		taken, err := s.TakeIn(ctx, tx, src.ID, []read.Alarm{a}, 0)
		if err == nil {
			out = taken[0]
		}
		return err
	})
	return out, src, err
}

// TakeMailIn takes a mail that one of the organisation's sources sends as an alarm. It reports false for any other mail.
// Whoever calls it has found the sender to be who they say they are.
func (s *Service) TakeMailIn(ctx context.Context, tx *sqldb.Tx, org directory.OrgID, m read.Mail) (ticket.ID, bool, error) {
	list, err := sqldb.All(ctx, tx, mailSources, scanSource)
	if err != nil {
		return 0, false, err
	}
	for i := range list {
		src := &list[i]
		if src.Org != org || src.Config.Mail == nil {
			continue
		}
		pattern, wrong := src.Config.Mail.Compile()
		if wrong != "" {
			continue
		}
		a, ok := pattern.Read(m)
		if !ok {
			continue
		}
		taken, err := s.TakeIn(ctx, tx, src.ID, []read.Alarm{a}, 0)
		if err != nil {
			return 0, false, err
		}
		return taken[0].Ticket, true, nil
	}
	return 0, false, nil
}

// SendsMail reports whether any source of the organisation sends from an address, before anything is decided by it.
func (s *Service) SendsMail(ctx context.Context, q sqldb.Querier, org directory.OrgID, from string) (bool, error) {
	list, err := sqldb.All(ctx, q, mailSources, scanSource)
	for i := range list {
		if list[i].Org != org || list[i].Config.Mail == nil {
			continue
		}
		if pattern, wrong := list[i].Config.Mail.Compile(); wrong == "" && pattern.Sent(from) {
			return true, nil
		}
	}
	return false, err
}

// TakeTrap takes an SNMP notification for the first source that expects it from that sender. It reports false when none does.
func (s *Service) TakeTrap(ctx context.Context, trap read.Trap) (bool, error) {
	from, err := netip.ParseAddr(trap.From)
	if err != nil {
		return false, errs.E(errs.Invalid, "alarm.error.format").Because(err)
	}
	from = from.Unmap()
	trap.From = from.String()
	list, err := sqldb.All(ctx, s.DB, trapSources, scanSource)
	if err != nil {
		return false, err
	}
	for i := range list {
		src := &list[i]
		if !expects(src, from) {
			continue
		}
		a, ok := trap.Alarm(src.Config.Traps)
		if !ok {
			return false, s.failed(ctx, src.ID, strings.TrimSpace("trap without an identifier from "+trap.From))
		}
		_, err := s.Take(ctx, src.ID, read.Batch{Alarms: []read.Alarm{a}})
		return err == nil, err
	}
	return false, nil
}

func expects(src *Source, from netip.Addr) bool {
	list, ok := networks(src.Config.Networks)
	if !ok {
		return false
	}
	for _, n := range list {
		if n.Contains(from) {
			return true
		}
	}
	return len(list) == 0
}
