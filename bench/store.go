package main

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
)

// store writes the ticket as it stands at the end, and the words by which it is found.
func (l *life) store() error {
	t := &l.t
	active := t.State.Active()
	l.count.Tickets++
	l.count.States[string(t.State)]++
	if active && t.Assignee == 0 {
		l.count.Unowned++
	}
	if active && t.AwaitsDesk {
		l.count.Awaiting++
	}
	err := l.out.put(tTicket, int64(t.ID), int64(t.Org), int64(t.Desk), string(t.Kind), t.KindVersion, string(t.State), t.Substate, active, false, t.Title,
		string(t.Channel), sqldb.ID(t.Requester), nil, "", "", sqldb.ID(t.Unit), sqldb.ID(t.Site), sqldb.ID(t.Category), int64(t.Impact), int64(t.Urgency),
		int64(t.Priority), sqldb.ID(t.Group), sqldb.ID(t.Assignee), t.HoldReason, sqldb.Time(t.HoldUntil), t.Solution, t.SolutionCode, t.ClosedHow,
		t.FirstContact, int64(t.Reopened), int64(t.HandOvers), nil, sqldb.Time(t.DetectedAt), sqldb.Time(t.CreatedAt), sqldb.Time(t.UpdatedAt),
		sqldb.Time(t.AssignedAt), sqldb.Time(t.RepliedAt), sqldb.Time(t.ResolvedAt), sqldb.Time(t.ToldAt), sqldb.Time(t.CloseDue), sqldb.Time(t.ClosedAt),
		nil, t.AwaitsDesk, nil, t.Version)
	if err != nil {
		return err
	}
	if l.device != "" {
		if err := l.out.put(tField, int64(t.ID), "device", l.device); err != nil {
			return err
		}
	}
	return l.index()
}

// index writes the document of the ticket, as desk/search makes it.
func (l *life) index() error {
	public, internal := []string{l.t.ID.String(), l.t.Title, l.user.name()}, []string(nil)
	if l.device != "" {
		internal = append(internal, l.device)
	}
	for i := range l.said {
		if text := strings.TrimSpace(l.said[i].Text); l.said[i].Internal {
			internal = append(internal, text)
		} else {
			public = append(public, text)
		}
	}
	scope := tokens(&l.t)
	h := sha256.New()
	for _, part := range [][]string{public, internal, scope} {
		for _, text := range part {
			h.Write([]byte(text))
			h.Write([]byte{0})
		}
		h.Write([]byte{1})
	}
	if err := l.out.put(tMark, int64(l.t.ID), hex.EncodeToString(h.Sum(nil)[:12])); err != nil {
		return err
	}
	shown := textindex.Document(public...)
	hidden, all := "", shown
	if len(internal) > 0 {
		hidden, all = textindex.Document(internal...), textindex.Document(append(append([]string(nil), public...), internal...)...)
	}
	for _, word := range textindex.Words(all) {
		if _, known := l.words[word]; !known {
			l.words[strings.Clone(word)] = struct{}{}
		}
	}
	return l.out.put(tText, int64(l.t.ID), shown, hidden, strings.Join(scope, " "), all)
}

// token tells whose a ticket is, and on PostgreSQL in which stretch of numbers it lies.
func token(kind byte, id int64) string {
	return "\ue001" + string(kind) + strconv.FormatInt(id, 36)
}

func tokens(t *ticket.Ticket) []string {
	out := []string{token('o', int64(t.Org)), token('d', int64(t.Desk))}
	for _, each := range []struct {
		kind byte
		id   int64
	}{{'g', int64(t.Group)}, {'s', int64(t.Site)}, {'u', int64(t.Unit)}, {'p', int64(t.Requester)}} {
		if each.id != 0 {
			out = append(out, token(each.kind, each.id))
		}
	}
	return out
}
