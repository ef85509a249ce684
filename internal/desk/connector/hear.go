package connector

import (
	"context"
	"encoding/json"

	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/once"
	"lotsen/internal/kit/signed"
	"lotsen/internal/kit/sqldb"
)

// Heard is what another system tells of a job later.
type Heard struct {
	Job   string `json:"job"`
	State string `json:"state"` // done, failed, working
	Note  string `json:"note"`
}

// Secrets are those with which a connector's other system signs its answers. Errors: errs.NotFound for an address that is
// none.
func (s *Service) Secrets(ctx context.Context, key string) (ID, [][]byte, error) {
	c, err := sqldb.One(ctx, s.d.DB, selectByKey, scan, key)
	if err != nil {
		return 0, nil, missing(err)
	}
	if c.Way != ByWebhook || c.closed == "" {
		return 0, nil, errs.Missing()
	}
	to, err := s.to(&c)
	if err != nil {
		return 0, nil, err
	}
	return c.ID, [][]byte{secretOf(to.Secret)}, nil
}

// Hear takes what a connector's other system tells. Whoever calls has made sure that it is that system. What comes after
// a job's end changes nothing. Errors: errs.Invalid for what cannot be read, errs.NotFound for a job that is not the
// connector's.
func (s *Service) Hear(ctx context.Context, id ID, body []byte) error {
	var h Heard
	if err := json.Unmarshal(body, &h); err != nil {
		return errs.E(errs.Invalid, "connector.error.body").Because(err)
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		j, err := sqldb.One(ctx, tx, lockNamed, scanJob, clean.Line(h.Job, 100), int64(id))
		if err != nil {
			return missing(err)
		}
		switch h.State {
		case "done":
			err = s.endIn(ctx, tx, system(), j.ID, Done, "", h.Note)
		case "failed":
			err = s.endIn(ctx, tx, system(), j.ID, Failed, FaultRefused, h.Note)
		case "working":
			if j.State == Sent && h.Note != j.Said {
				j.Said = clean.Text(h.Note, maxSaid)
				err = s.save(ctx, tx, system(), &j, EventSent)
			}
		default:
			return errs.E(errs.Invalid, "connector.error.body")
		}
		if err != nil {
			return err
		}
		return once.Settle(ctx, tx, j.Name)
	})
}

func secretOf(text string) []byte { return signed.Secret(text) }
