package notify

import (
	"context"
	"crypto/hmac"
	"slices"
	"strconv"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// UnsubscribePath begins the address under which somebody says no to mail that they need not have.
const UnsubscribePath = "/mail/off/"

// voluntary reports whether a person may do without the mail: word that work goes on, news, a new day of delivery. A
// receipt, an answer, a solution and what is mandatory reach everybody.
func (x *item) voluntary() bool {
	return !x.word.mandatory && !x.word.atDesk && slices.Contains([]string{Status, News, Delivery}, x.due.reason)
}

// unsubscribe lets whoever gets a mail that they may do without say so, from within their mail program (RFC 2369), and
// with one press where the installation has https (RFC 8058).
func (s *Service) unsubscribe(m *Mail, to *listener, items ...item) {
	for i := range items {
		if !items[i].voluntary() {
			return
		}
	}
	if to.person == 0 {
		return
	}
	m.Headers["List-Unsubscribe"] = "<" + s.d.BaseURL + UnsubscribePath + s.offToken(to.person) + ">"
	if strings.HasPrefix(s.d.BaseURL, "https://") {
		m.Headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
	}
}

// offToken names a person so that nobody else can.
func (s *Service) offToken(id directory.PersonID) string {
	plain := strconv.FormatInt(int64(id), 10)
	return plain + "-" + sign(s.d.Secret, "off\x00"+plain)
}

// offPerson reads a token. Errors: errs.NotFound.
func (s *Service) offPerson(token string) (directory.PersonID, error) {
	plain, mark, _ := strings.Cut(token, "-")
	id, err := strconv.ParseInt(plain, 10, 64)
	if err != nil || id <= 0 || !hmac.Equal([]byte(mark), []byte(sign(s.d.Secret, "off\x00"+plain))) {
		return 0, errs.Missing()
	}
	return directory.PersonID(id), nil
}

// Unsubscribed tells whether whoever holds the link has said no already. It tells nothing else of them: links travel.
// Errors: errs.NotFound.
func (s *Service) Unsubscribed(ctx context.Context, token string) (bool, error) {
	p, err := s.offHolder(ctx, s.d.DB, token)
	return p.Contact.Way == directory.ByPortal, err
}

// Unsubscribe changes how the person wants to hear of their cases: on the portal only. What everybody must hear still
// comes by mail. Doing it again changes nothing. Errors: errs.NotFound.
func (s *Service) Unsubscribe(ctx context.Context, token string) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		p, err := s.offHolder(ctx, tx, token)
		if err != nil || p.Contact.Way == directory.ByPortal {
			return err
		}
		contact := p.Contact
		contact.Way = directory.ByPortal
		_, err = s.d.Directory.PreferIn(ctx, tx, authz.System("mail"), p.ID, p.Version, directory.PreferInput{Lang: p.Lang, Needs: p.Needs, Contact: contact})
		return err
	})
}

func (s *Service) offHolder(ctx context.Context, q sqldb.Querier, token string) (directory.Person, error) {
	id, err := s.offPerson(token)
	if err != nil {
		return directory.Person{}, err
	}
	p, err := directory.Load(ctx, q, id)
	if err == nil && !p.Active {
		err = errs.Missing()
	}
	return p, err
}
