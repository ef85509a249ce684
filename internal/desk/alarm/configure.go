package alarm

import (
	"context"
	"encoding/json"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

var (
	insertSource = sqldb.Q("alarm.source_insert", `
		insert into alarm_source (org_id, desk_id, code, name, kind, auth, config, active, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`)
	updateSource = sqldb.Q("alarm.source_update", `
		update alarm_source set desk_id = $3, code = $4, name = $5, auth = $6, config = $7, active = $8, version = version + 1 where id = $1 and version = $2`)
	turnSecret = sqldb.Q("alarm.source_secret", `
		update alarm_source set secret_no = secret_no + 1, old_until = $3, version = version + 1 where id = $1 and version = $2`)
)

// Sources lists the sources of the desks at which the actor holds a verb.
func (s *Service) Sources(ctx context.Context, by authz.Actor, verb authz.Verb) ([]Source, error) {
	scope := within(by, verb)
	if scope.Empty() {
		return nil, errs.Denied(string(verb))
	}
	var w sqldb.Where
	text, args := scope.For("s").SQL()
	w.And(text, args...)
	return sqldb.All(ctx, s.DB, sqldb.Q("alarm.sources", `select `+sourceColumns+` from alarm_source s where `+w.SQL()+` order by s.name, s.id limit 500`), scanSource, w.Args()...)
}

// SourceOf returns a source that the actor looks after. Errors: errs.NotFound.
func (s *Service) SourceOf(ctx context.Context, by authz.Actor, id SourceID) (Source, error) {
	return s.sourceIn(ctx, s.DB, by, id)
}

func (s *Service) sourceIn(ctx context.Context, q sqldb.Querier, by authz.Actor, id SourceID) (Source, error) {
	var w sqldb.Where
	text, args := within(by, MayConfigure).For("s").SQL()
	w.And(text, args...)
	w.And("s.id = ?", int64(id))
	src, found, err := sqldb.Maybe(ctx, q, sqldb.Q("alarm.source_one", `select `+sourceColumns+` from alarm_source s where `+w.SQL()), scanSource, w.Args()...)
	if err == nil && !found {
		err = errs.Missing()
	}
	return src, err
}

// deskIn is a desk at which the actor may configure alarms.
func (s *Service) deskIn(ctx context.Context, q sqldb.Querier, by authz.Actor, id directory.DeskID) (directory.Desk, error) {
	d, err := directory.DeskFor(ctx, q, 0, id)
	if err != nil || id == 0 {
		return d, errs.Missing()
	}
	if !mayAt(by, MayConfigure, d.Org, d.ID) {
		return d, errs.Denied(string(MayConfigure))
	}
	return d, nil
}

// SaveSource adds (ID 0) or changes a source. Its kind stays. It asks for verb alarm.configure at its desk.
// Errors: errs.Invalid, errs.Forbidden, errs.NotFound, errs.Conflict.
func (s *Service) SaveSource(ctx context.Context, by authz.Actor, in Source) (Source, error) {
	err := s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if in.ID != 0 {
			old, err := s.sourceIn(ctx, tx, by, in.ID)
			if err != nil {
				return err
			}
			in.Kind, in.Org, in.SecretNo = old.Kind, old.Org, old.SecretNo
		}
		d, err := s.deskIn(ctx, tx, by, in.Desk)
		if err != nil {
			return err
		}
		if in.ID != 0 && d.Org != in.Org {
			return errs.Missing()
		}
		in.Org = d.Org
		if err := in.check(); err != nil {
			return err
		}
		return s.saveSource(ctx, tx, by, &in)
	})
	if sqldb.Violates(err, "alarm_source_code_key") {
		var f errs.Fields
		f.Add("code", "alarm.error.code_taken")
		return in, f.Err()
	}
	return in, err
}

func (s *Service) saveSource(ctx context.Context, tx *sqldb.Tx, by authz.Actor, in *Source) error {
	config, err := json.Marshal(in.Config)
	if err != nil {
		return err
	}
	if in.ID == 0 {
		id, err := tx.Insert(ctx, insertSource, int64(in.Org), int64(in.Desk), in.Code, in.Name, string(in.Kind), in.Auth, string(config), true, sqldb.Time(tx.Now()))
		if err != nil {
			return err
		}
		in.ID, in.Active, in.Version, in.SecretNo = SourceID(id), true, 1, 1
	} else {
		n, err := tx.Exec(ctx, updateSource, int64(in.ID), in.Version, int64(in.Desk), in.Code, in.Name, in.Auth, string(config), in.Active)
		if err == nil && n == 0 {
			err = errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		if err != nil {
			return err
		}
		in.Version++
	}
	entry := audit.Entry{Org: int64(in.Org), What: "alarm_source.saved", Subject: "alarm_source", SubjectID: int64(in.ID)}
	return audit.Write(ctx, tx, by, entry, map[string]any{"code": in.Code, "auth": in.Auth, "active": in.Active})
}

// SecretOf is a source's present secret, for the page that shows it once.
func (s *Service) SecretOf(src *Source) string { return secretText(src, s.secret(src, src.SecretNo)) }

// NewSecret gives a source another secret. The one before is good for a day, so that the source can be told.
func (s *Service) NewSecret(ctx context.Context, by authz.Actor, id SourceID, version int64) (Source, error) {
	var src Source
	err := s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		if src, err = s.sourceIn(ctx, tx, by, id); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, turnSecret, int64(id), version, sqldb.Time(tx.Now().Add(overlap)))
		if err == nil && n == 0 {
			err = errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		if err != nil {
			return err
		}
		src.SecretNo++
		src.Version++
		entry := audit.Entry{Org: int64(src.Org), What: "alarm_source.secret", Subject: "alarm_source", SubjectID: int64(id)}
		return audit.Write(ctx, tx, by, entry, map[string]any{"code": src.Code})
	})
	return src, err
}
