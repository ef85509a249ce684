package connector

import (
	"context"
	"time"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
)

const (
	// atOnce bounds one call of another system.
	atOnce = 30 * time.Second
	// giveUp is how long a job waits for a system that is away; the tries take less.
	giveUp = 20 * time.Minute
	// maxSaid bounds what another system says, in runes.
	maxSaid = 500
)

// do has a job done. It may run twice; what is over already is left alone.
func (s *Service) do(ctx context.Context, t task) error {
	j, found, err := sqldb.Maybe(ctx, s.d.DB, selectJob, scanJob, int64(t.Job))
	if err != nil || !found || j.State != Waiting {
		return err
	}
	c, err := sqldb.One(ctx, s.d.DB, selectByID, scan, int64(j.Connector))
	if err != nil || !c.Active {
		return err // Out of use: its jobs wait.
	}
	answer, err := s.call(ctx, &c, &j)
	if err == nil {
		return s.answered(ctx, system(), j.ID, answer)
	}
	fault, said, broken, ends := fault(err)
	s.d.Log.WarnContext(ctx, "a self-service job was not done", "job", int64(j.ID), "connector", int64(c.ID), "fault", fault, "ends", ends, "error", err)
	if !ends && !jobs.CurrentTry(ctx).Last && s.d.DB.Now().Before(j.DueAt) {
		if noted := s.delayed(ctx, j.ID, fault); noted != nil {
			return noted
		}
		return err
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if broken || !ends {
			if _, err := tx.Exec(ctx, markFailed, int64(c.ID), sqldb.Time(tx.Now()), fault); err != nil {
				return err
			}
		}
		return s.endIn(ctx, tx, system(), j.ID, Failed, fault, said)
	})
}

// call hands a job to the system that does it.
func (s *Service) call(ctx context.Context, c *Connector, j *Job) (Answer, error) {
	p, err := directory.Load(ctx, s.d.DB, j.Person)
	if err != nil {
		return Answer{}, err
	}
	if !p.Active {
		return Answer{}, &Refused{Key: FaultInactive}
	}
	o := Order{
		Name: j.Name, Kind: j.Kind, Change: j.Change, Lang: string(p.Lang),
		Person: Who{Login: p.Login, External: p.ExternalID, Email: p.Email, Name: p.Name()},
	}
	if o.Password, err = s.d.Box.Open(jobPlace(j.Name), j.closed); err != nil {
		return Answer{}, &Broken{Key: FaultSecret, Cause: err}
	}
	if j.Device != 0 {
		a, err := s.d.Asset.ByID(ctx, authz.System("selfservice"), asset.ID(j.Device))
		if err != nil {
			return Answer{}, err
		}
		o.Device = &Thing{Tag: a.Tag, Serial: a.Serial, Kind: string(a.Kind), Model: a.Model}
	}
	to, err := s.to(c)
	if err != nil {
		return Answer{}, err
	}
	adapter := s.d.Adapters[c.Way]
	if adapter == nil {
		if c.Way == ByRegister {
			return Answer{}, nil // What there is to do was done when the job was made.
		}
		return Answer{}, &Broken{Key: FaultAddress}
	}
	ctx, cancel := context.WithTimeout(ctx, atOnce)
	defer cancel()
	return adapter.Do(ctx, to, &o)
}

// delayed notes that a system is away; the job is tried again.
func (s *Service) delayed(ctx context.Context, id JobID, fault string) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		j, err := sqldb.One(ctx, tx, lockJob, scanJob, int64(id))
		if err != nil || j.State != Waiting {
			return err
		}
		j.Tries++
		j.Error = fault
		return s.save(ctx, tx, system(), &j, EventDelayed)
	})
}

// answered keeps what a system said: that it is done, or that it will tell later.
func (s *Service) answered(ctx context.Context, by authz.Actor, id JobID, a Answer) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if !a.Later {
			return s.endIn(ctx, tx, by, id, Done, "", a.Said)
		}
		j, err := sqldb.One(ctx, tx, lockJob, scanJob, int64(id))
		if err != nil || j.State != Waiting {
			return err
		}
		c, err := sqldb.One(ctx, tx, selectByID, scan, int64(j.Connector))
		if err != nil {
			return err
		}
		j.State, j.SentAt, j.DueAt, j.Error, j.Said = Sent, tx.Now(), tx.Now().Add(c.Within), "", clean.Text(a.Said, maxSaid)
		j.closed = "" // The other system has it.
		j.Tries++
		return s.save(ctx, tx, by, &j, EventSent)
	})
}
