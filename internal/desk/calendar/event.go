package calendar

import (
	"context"
	"fmt"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// The kinds of event streams: of a calendar, and of the choices which channel follows which.
const (
	Stream        = "calendar"
	OpeningStream = "opening"
)

// The types of events.
const (
	Added      = "calendar.added"
	Renamed    = "calendar.renamed"
	HoursSet   = "calendar.hours_set"
	DaySet     = "calendar.day_set"
	DayDropped = "calendar.day_dropped"
	OpeningSet = "opening.set"
)

// Told is the payload of a calendar's events; what does not apply is left out.
type Told struct {
	Name       string                 `json:"name,omitempty"`
	Zone       string                 `json:"zone,omitempty"`
	Active     *bool                  `json:"active,omitempty"`
	From       string                 `json:"from,omitempty"` // Empty: from the beginning.
	Hours      map[string][][2]string `json:"hours,omitempty"`
	Holidays   *bool                  `json:"holidays,omitempty"`
	EvesClosed *bool                  `json:"eves_closed,omitempty"`
	Date       string                 `json:"date,omitempty"`
	Spans      [][2]string            `json:"spans,omitempty"`
}

// ToldOpening is the payload of opening.set.
type ToldOpening struct {
	Channel  string `json:"channel"`
	Calendar ID     `json:"calendar"` // 0: the settings' opening hours.
	From     string `json:"from"`
}

// tell appends an event to a calendar's stream and lets everybody who kept something read again.
func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c Calendar, pos int64, typ string, payload Told) error {
	if _, err := sqldb.One(ctx, tx, growBook, sqldb.Value[int64], int64(c.Org)); err != nil {
		return err
	}
	tx.Poke(fmt.Sprintf("calendar:%d", c.Org))
	_, err := s.events.Append(ctx, tx, by, event.Draft{
		Org: int64(c.Org), Kind: Stream, Stream: int64(c.ID), Pos: pos, Type: typ, Label: c.Name, Payload: payload,
	})
	return err
}

func (s *Service) tellOpening(ctx context.Context, tx *sqldb.Tx, by authz.Actor, org directory.OrgID, payload ToldOpening) error {
	if _, err := sqldb.One(ctx, tx, growBook, sqldb.Value[int64], int64(org)); err != nil {
		return err
	}
	pos, err := sqldb.One(ctx, tx, nextOpening, sqldb.Value[int64], int64(org))
	if err != nil {
		return err
	}
	tx.Poke(fmt.Sprintf("calendar:%d", org))
	_, err = s.events.Append(ctx, tx, by, event.Draft{
		Org: int64(org), Kind: OpeningStream, Stream: int64(org), Pos: pos, Type: OpeningSet, Label: payload.Channel, Payload: payload,
	})
	return err
}

var nextOpening = sqldb.Q("calendar.opening.pos", `select coalesce(max(pos), 0) + 1 from event where kind = 'opening' and stream_id = $1`)
