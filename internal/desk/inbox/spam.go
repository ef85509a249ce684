package inbox

import (
	"context"
	"slices"

	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/sqldb"
)

// ReasonSpam is a mail that the gateway in front of us takes for spam.
const ReasonSpam = "spam"

// spam puts a mail aside that the gateway has marked. The mark counts where the organisation has said whose marks its
// gateway sets, because anyone can write the others. Nothing is dropped: people look, and release what is none.
func (t *taking) spam(ctx context.Context, tx *sqldb.Tx) (bool, error) {
	if len(t.mail.Spam) == 0 {
		return false, nil
	}
	trusted, err := setting.Get[string](ctx, tx, t.box.Org, setting.MailSpam, tx.Now())
	if err != nil || !slices.Contains(t.mail.Spam, trusted) {
		return false, err
	}
	t.out.Result, t.out.Reason, t.detail = Quarantined, ReasonSpam, trusted
	return true, nil
}
