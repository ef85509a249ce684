package verify

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// How long a code counts, and how often a wrong one may be said.
const (
	CodeLasts = 10 * time.Minute
	CodeTries = 5
)

var (
	insertCode = sqldb.Q("caller_code.insert", `
		insert into caller_code (org_id, ticket_id, person_id, method, nonce, asked_by, created_at, expires_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`)
	endCode    = sqldb.Q("caller_code.end", `update caller_code set ended_at = $3 where ticket_id = $1 and person_id = $2 and ended_at is null`)
	selectCode = sqldb.Q("caller_code.open", `
		select id, nonce, tries from caller_code where ticket_id = $1 and person_id = $2 and method = $3 and ended_at is null and expires_at > $4 {{for_update}}`)
	countTry    = sqldb.Q("caller_code.try", `update caller_code set tries = tries + 1 where id = $1`)
	selectShown = sqldb.Q("caller_code.shown", `
		select k.ticket_id, k.nonce, k.expires_at, case when p.protected then '' else p.given_name end from caller_code k left join person p on p.id = k.asked_by
		where k.person_id = $1 and k.method = 'portal_code' and k.ended_at is null and k.expires_at > $2 order by k.id desc limit 5`)
)

// Shown is a code as its person reads it.
type Shown struct {
	Ticket  ticket.ID
	Code    string // Two groups of three digits.
	Expires time.Time
	AskedBy string // The agent's given name; "" when the person may not know it.
}

// AskCode makes a one-time code about a case: for the person's own portal, or sent to their registered address. The agent
// never gets to see it. A new code takes the place of the one before.
// Errors: errs.Invalid, errs.Conflict, errs.Forbidden, errs.NotFound.
func (s *Service) AskCode(ctx context.Context, by authz.Actor, id ticket.ID, person directory.PersonID, method string) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		in := Input{Person: person, Method: method}
		t, m, err := s.checkable(ctx, tx, by, id, &in)
		if err != nil {
			return err
		}
		var f errs.Fields
		p, err := directory.Load(ctx, tx, in.Person)
		if err != nil {
			return err
		}
		if !m.ByCode() || m.Code == SentCode && (p.Email == "" || s.d.Send == nil) {
			f.Add("method", "verify.error.no_address")
			return f.Err()
		}
		if err := endCodes(ctx, tx, t.ID, in.Person); err != nil {
			return err
		}
		nonce := rand.Text()
		row, err := tx.Insert(ctx, insertCode, int64(t.Org), int64(t.ID), int64(in.Person), m.Code, nonce, sqldb.ID(by.Person), sqldb.Time(tx.Now()),
			sqldb.Time(tx.Now().Add(CodeLasts)))
		if err != nil {
			return err
		}
		tx.Poke(fmt.Sprintf("person:%d", in.Person))
		if m.Code == PortalCode {
			return nil
		}
		sv, en := s.d.Texts.Printer(i18n.Swedish), s.d.Texts.Printer(i18n.English)
		code := spaced(s.code(nonce))
		return s.d.Send(ctx, tx, Letter{
			Org: t.Org, Desk: t.Desk, Person: in.Person, Key: fmt.Sprintf("caller_code:%d", row),
			SubjectSv: sv.T("verify.mail.subject"), Sv: sv.T("verify.mail.text", "code", code, "ref", t.ID.String()),
			SubjectEn: en.T("verify.mail.subject"), En: en.T("verify.mail.text", "code", code, "ref", t.ID.String()),
		})
	})
}

// Mine are the codes that the desk is waiting to hear from the actor.
func (s *Service) Mine(ctx context.Context, by authz.Actor) ([]Shown, error) {
	if by.Person == 0 {
		return nil, errs.E(errs.Unauthenticated, "login.needed")
	}
	return sqldb.All(ctx, s.d.DB, selectShown, func(r sqldb.Row) (Shown, error) {
		var x Shown
		var nonce string
		err := r.Scan(&x.Ticket, &nonce, sqldb.ScanTime(&x.Expires), sqldb.ScanText(&x.AskedBy))
		x.Code = spaced(s.code(nonce))
		return x, err
	}, by.Person, sqldb.Time(s.d.DB.Now()))
}

// tryIn compares what a caller said with the code that was made for them, and tells how often they may be wrong still.
func (s *Service) tryIn(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket, person directory.PersonID, method, said string) (ok bool, left int, err error) {
	type row struct {
		id    int64
		nonce string
		tries int
	}
	k, found, err := sqldb.Maybe(ctx, tx, selectCode, func(r sqldb.Row) (row, error) {
		var k row
		return k, r.Scan(&k.id, &k.nonce, &k.tries)
	}, int64(t.ID), int64(person), method, sqldb.Time(tx.Now()))
	if err != nil {
		return false, 0, err
	}
	if !found {
		var f errs.Fields
		f.Add("code", "verify.error.no_code")
		return false, 0, f.Err()
	}
	if subtle.ConstantTimeCompare([]byte(digits(said)), []byte(s.code(k.nonce))) == 1 {
		return true, 0, nil
	}
	_, err = tx.Exec(ctx, countTry, k.id)
	return false, CodeTries - k.tries - 1, err
}

func endCodes(ctx context.Context, tx *sqldb.Tx, id ticket.ID, person directory.PersonID) error {
	n, err := tx.Exec(ctx, endCode, int64(id), int64(person), sqldb.Time(tx.Now()))
	if n > 0 {
		tx.Poke(fmt.Sprintf("person:%d", person))
	}
	return err
}

// code is the six digits that follow from a nonce and the installation's secret: whoever reads the database alone learns
// no code.
func (s *Service) code(nonce string) string {
	mac := hmac.New(sha256.New, s.d.Secret)
	mac.Write([]byte("caller code|" + nonce)) // A hash never fails to write.
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(mac.Sum(nil))%1_000_000)
}

func spaced(code string) string { return code[:3] + " " + code[3:] }

// digits leaves out how people group what they say.
func digits(s string) string {
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			out = append(out, s[i])
		}
	}
	return string(out)
}
