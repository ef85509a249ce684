package inbox

import (
	"context"
	"encoding/json"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/sqldb"
)

// Auth is what is known of a sender by other means than their word: what the domain's signature and the receiving
// server's checks say. The zero Auth says that nobody has looked.
type Auth struct {
	Domain     string      `json:"domain,omitempty"` // Of the From address.
	Signatures []Signature `json:"dkim,omitempty"`   // That we have checked ourselves.
	Signed     string      `json:"signed,omitempty"` // The domain that has signed and fits the From address; "" for none.
	Server     string      `json:"server,omitempty"` // The server of ours whose checks follow.
	SPF        string      `json:"spf,omitempty"`    // pass, fail, softfail, none, temperror ...
	DMARC      string      `json:"dmarc,omitempty"`
}

// Signature is one DKIM signature.
type Signature struct {
	Domain string `json:"domain"`
	Result string `json:"result"` // pass, fail, temperror, permerror
}

// looked reports whether anybody has checked anything.
func (a *Auth) looked() bool { return len(a.Signatures) > 0 || a.Server != "" }

// known is how sure it is that a sender is who the From line says.
type known struct {
	domain string // Of the From address.
	looked bool
	signed bool // The domain says that the mail is its own.
	forged bool // The domain says that it is not.
	sure   bool // By the organisation's rule a signed mail proves its sender.
}

// proof is what the entry keeps of it. See migration 00021.
func (k known) proof(answered bool) string {
	switch {
	case answered:
		return "reply"
	case k.forged:
		return "failed:" + k.domain
	case k.signed:
		return "domain:" + k.domain
	case k.looked:
		return "none"
	}
	return ""
}

// sender finds out who wrote. A mail that its alleged domain disowns is nobody's: it gives no person, and no place in a
// case.
func (t *taking) sender(ctx context.Context, tx *sqldb.Tx) (bool, error) {
	return false, t.who(ctx, tx)
}

func (t *taking) who(ctx context.Context, tx *sqldb.Tx) error {
	a := &t.mail.Auth
	from := sender(t.mail.From)
	_, t.known.domain, _ = strings.Cut(from, "@")
	t.known.looked = a.looked()
	// A signature that fits is the domain's own word, whatever became of the mail on its way.
	t.known.signed = t.known.domain != "" && (a.Signed != "" || a.DMARC == "pass")
	t.known.forged = !t.known.signed && a.DMARC == "fail"
	rule, err := setting.Get[string](ctx, tx, t.box.Org, setting.MailVerified, tx.Now())
	if err != nil {
		return err
	}
	t.known.sure = t.known.signed && rule == setting.VerifiedByDomain
	if from == "" {
		return nil
	}
	if !t.known.forged {
		if t.person, err = directory.ByEmail(ctx, tx, t.box.Org, from); err != nil {
			return err
		}
	}
	n, err := sqldb.One(ctx, tx, selectIsOurs, sqldb.Value[int64], from)
	t.ownBox = n > 0
	return err
}

// prove keeps with the mail what was found out about its sender.
func (t *taking) prove(ctx context.Context, tx *sqldb.Tx) error {
	proof := t.known.proof(t.answered)
	if proof == "" {
		return nil
	}
	checked, err := json.Marshal(t.mail.Auth)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, proveMail, proof, string(checked), t.out.ID)
	return err
}
