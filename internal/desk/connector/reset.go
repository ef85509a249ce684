package connector

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
)

// The bounds of the way to a new password.
const (
	CodeLasts = 15 * time.Minute
	CodeTries = 5 // Failures within Window that lock the way, whatever is begun anew.
	Window    = time.Hour
	// mostCodes is how many codes are sent for one name within the window.
	mostCodes = 5
	// mostBegun is how many ways one network may begin in it. A school sits behind one address.
	mostBegun = 100
	maxTyped  = 200
)

// resetID names a way to a new password.
type resetID int64

type reset struct {
	id        resetID
	person    directory.PersonID
	typed     string
	address   string
	lang      string
	nonce     string
	tries     int
	expiresAt time.Time
	endedAt   time.Time
	job       JobID
}

const resetColumns = `r.id, r.person_id, r.typed, r.address, r.lang, r.nonce, r.tries, r.expires_at, r.ended_at, r.job_id`

var (
	selectTyped = sqldb.Q("connector_reset.person", `
		select p.id from person p where p.active and p.email <> '' and (p.login = $1 or p.email = $1) order by p.id limit 2`)
	tally = sqldb.Q("connector_reset.tally", `
		select (select count(*) from connector_reset a where a.address = $1 and a.created_at >= $4),
			(select count(*) from connector_reset t where t.typed = $2 and t.created_at >= $4),
			(select coalesce(sum(t.tries), 0) from connector_reset t where t.typed = $2 and t.created_at >= $4),
			(select count(*) from connector_reset p where p.person_id = $3 and p.created_at >= $4),
			(select coalesce(sum(p.tries), 0) from connector_reset p where p.person_id = $3 and p.created_at >= $4)`)
	endResets   = sqldb.Q("connector_reset.end_others", `update connector_reset set ended_at = $2, nonce = '' where typed = $1 and ended_at is null and job_id is null`)
	insertReset = sqldb.Q("connector_reset.insert", `
		insert into connector_reset (token_hash, person_id, org_id, typed, address, lang, nonce, created_at, expires_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`)
	selectReset   = sqldb.Q("connector_reset.by_token", `select `+resetColumns+` from connector_reset r where r.token_hash = $1`)
	lockReset     = sqldb.Q("connector_reset.lock", `select `+resetColumns+` from connector_reset r where r.token_hash = $1 {{for_update}}`)
	selectResetID = sqldb.Q("connector_reset.by_id", `select `+resetColumns+` from connector_reset r where r.id = $1`)
	wrongCode     = sqldb.Q("connector_reset.wrong", `update connector_reset set tries = tries + 1, ended_at = $2 where id = $1`)
	startedReset  = sqldb.Q("connector_reset.started", `update connector_reset set job_id = $2, nonce = '' where id = $1`)
)

func scanReset(r sqldb.Row) (reset, error) {
	var x reset
	return x, r.Scan(&x.id, sqldb.ScanID(&x.person), &x.typed, &x.address, &x.lang, &x.nonce, &x.tries, sqldb.ScanTime(&x.expiresAt), sqldb.ScanTime(&x.endedAt), sqldb.ScanID(&x.job))
}

// counts are what happened lately: from an address, under a name, about a person.
type counts struct{ byAddress, byTyped, typedWrong, byPerson, personWrong int }

func (s *Service) counted(ctx context.Context, q sqldb.Querier, address, typed string, person directory.PersonID) (counts, error) {
	return sqldb.One(ctx, q, tally, func(r sqldb.Row) (counts, error) {
		var c counts
		return c, r.Scan(&c.byAddress, &c.byTyped, &c.typedWrong, &c.byPerson, &c.personWrong)
	}, address, typed, int64(person), sqldb.Time(q.Now().Add(-Window)))
}

// Begin lets somebody who cannot log in have a code sent to the address that the register knows. Who is in no register is
// answered in the same way: the same statements, the same rows, a letter that nobody gets. What it returns is for the
// browser alone. Errors: errs.Invalid, errs.Limited.
func (s *Service) Begin(ctx context.Context, address, typed string, lang i18n.Lang) (string, error) {
	typed = strings.ToLower(clean.Line(typed, maxTyped))
	if clean.Blank(typed) {
		var f errs.Fields
		f.Add("name", "error.required")
		return "", f.Err()
	}
	var token string
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		found, err := sqldb.All(ctx, tx, selectTyped, sqldb.Value[directory.PersonID], typed)
		if err != nil {
			return err
		}
		var person directory.PersonID
		if len(found) == 1 { // An address that two share proves nothing about either.
			person = found[0]
		}
		token, err = s.beginIn(ctx, tx, address, "name:"+typed, person, lang)
		return err
	})
	return token, err
}

// BeginOwn is Begin for somebody who is logged in: the code makes sure that it is not just an open computer.
// Errors: errs.Conflict where it cannot be done here, errs.Limited.
func (s *Service) BeginOwn(ctx context.Context, by authz.Actor, address string) (string, error) {
	if by.Person == 0 {
		return "", errs.E(errs.Unauthenticated, "login.needed")
	}
	var token string
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		p, err := directory.Load(ctx, tx, directory.PersonID(by.Person))
		if err != nil {
			return err
		}
		if _, err := s.offer(ctx, tx, p.Org, Password); err != nil {
			return err
		}
		if p.Email == "" || s.d.Send == nil {
			return errs.E(errs.Conflict, "connector.error.no_address")
		}
		token, err = s.beginIn(ctx, tx, address, fmt.Sprintf("person:%d", p.ID), p.ID, p.Lang)
		return err
	})
	return token, err
}

// beginIn makes the row and asks for the letter. Nothing in it depends on whether somebody is known but what is in the row.
func (s *Service) beginIn(ctx context.Context, tx *sqldb.Tx, address, typed string, person directory.PersonID, lang i18n.Lang) (string, error) {
	address, typed = network(address), s.digest(typed)
	n, err := s.counted(ctx, tx, address, typed, person)
	if err != nil {
		return "", err
	}
	minutes := int(Window / time.Minute)
	switch {
	case n.typedWrong >= CodeTries:
		return "", errs.E(errs.Limited, "connector.error.locked", "minutes", minutes, "seconds", minutes*60)
	case n.byTyped >= mostCodes || n.byAddress >= mostBegun:
		return "", errs.E(errs.Limited, "connector.error.often", "minutes", minutes, "seconds", minutes*60)
	}
	var org directory.OrgID
	p, err := sqldb.All(ctx, tx, selectOrg, sqldb.Value[directory.OrgID], int64(person))
	if err != nil {
		return "", err
	}
	if len(p) == 1 {
		org = p[0]
	}
	offers, err := s.offers(ctx, tx, org)
	if err != nil {
		return "", err
	}
	nonce := rand.Text()
	if _, ok := offers[Password]; !ok || person == 0 || s.d.Send == nil || n.personWrong >= CodeTries || n.byPerson >= 2*mostCodes {
		nonce = "" // No code fits, and none is sent.
	}
	if _, err := tx.Exec(ctx, endResets, typed, sqldb.Time(tx.Now())); err != nil {
		return "", err
	}
	token := rand.Text() + rand.Text()
	id, err := tx.Insert(ctx, insertReset, tokenHash(token), sqldb.ID(person), sqldb.ID(org), typed, address, string(lang), nonce, sqldb.Time(tx.Now()),
		sqldb.Time(tx.Now().Add(CodeLasts)))
	if err != nil {
		return "", err
	}
	return token, jobs.Enqueue(ctx, tx, taskLetter, letterTask{resetID(id)}, jobs.MaxTries(3))
}

var selectOrg = sqldb.Q("connector_reset.org", `select org_id from person where id = $1`)

type letterTask struct {
	Reset resetID `json:"reset"`
}

// letter sends the code of a way, where there is one to send.
func (s *Service) letter(ctx context.Context, t letterTask) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		x, found, err := sqldb.Maybe(ctx, tx, selectResetID, scanReset, int64(t.Reset))
		if err != nil || !found || x.nonce == "" || !x.endedAt.IsZero() || !x.expiresAt.After(tx.Now()) {
			return err
		}
		p, err := directory.Load(ctx, tx, x.person)
		if err != nil {
			return err
		}
		sv, en := s.d.Texts.Printer(i18n.Swedish), s.d.Texts.Printer(i18n.English)
		code, minutes := spaced(s.code(x.nonce)), int(CodeLasts/time.Minute)
		return s.d.Send(ctx, tx, Letter{
			Org: p.Org, Person: p.ID, Key: fmt.Sprintf("reset_code:%d", x.id),
			SubjectSv: sv.T("connector.mail.subject"), Sv: sv.T("connector.mail.text", "code", code, "minutes", minutes),
			SubjectEn: en.T("connector.mail.subject"), En: en.T("connector.mail.text", "code", code, "minutes", minutes),
		})
	})
}

// code is the six digits that follow from a nonce and the installation's secret: whoever reads the database alone learns
// no code.
func (s *Service) code(nonce string) string {
	mac := hmac.New(sha256.New, s.d.Secret)
	mac.Write([]byte("reset code|" + nonce)) // A hash never fails to write.
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(mac.Sum(nil))%1_000_000)
}

// digest hides what was typed: it may be a password in the wrong field.
func (s *Service) digest(text string) string {
	mac := hmac.New(sha256.New, s.d.Secret)
	mac.Write([]byte("reset name|" + text)) // A hash never fails to write.
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:18])
}

func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

func spaced(code string) string { return code[:3] + " " + code[3:] }

// digits leaves out how people group what they type.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// network is the address, or for IPv6 the /64 within which anybody may take as many addresses as they like.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil || !a.Is6() || a.Is4In6() {
		return clean.Line(address, 100)
	}
	p, err := a.Prefix(64)
	if err != nil {
		return address
	}
	return p.String()
}
