package chat

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// mostListed bounds a list of open chats.
const mostListed = 200

// Row is a chat in a list.
type Row struct {
	Chat
	AgentName string
	GroupName string
	Unread    int    // What the user has said since the agent in charge last looked.
	Last      string // The newest words of either side.
}

const rowFrom = `,
	coalesce((select p.given_name || ' ' || p.family_name from person p where p.id = c.agent_id and not p.protected), ''),
	coalesce((select g.name from desk_group g where g.id = c.group_id), ''),
	(select count(*) from chat_message m where m.chat_id = c.id and m.side = 'user' and m.id > c.agent_read),
	coalesce((select m.text from chat_message m where m.chat_id = c.id and m.side in ('user', 'agent') order by m.id desc limit 1), '')`

func scanRow(r sqldb.Row) (Row, error) {
	var row Row
	return row, r.Scan(append(places(&row.Chat), &row.AgentName, &row.GroupName, &row.Unread, &row.Last)...)
}

// waiting is the statement of a desk's waiting chats that the actor sees, in the order in which they are answered.
func waiting(w *sqldb.Where, by authz.Actor, desk directory.DeskID, what string) string {
	condition, args := atWork(by).SQL()
	w.And("c.desk_id = ?", int64(desk))
	w.And("c.state = 'waiting'")
	w.And(condition, args...)
	w.And("coalesce(c.person_id, 0) <> ?", by.Person)
	return "select " + what + " from chat c where " + w.SQL() + w.Numbered(` order by c.priority desc,
		case when c.group_id is null or c.group_id in (select gm.group_id from group_member gm where gm.person_id = ?) then 0 else 1 end,
		c.came_at, c.id`, by.Person)
}

// Waiting returns a desk's waiting chats in the order in which the actor is to take them.
func (s *Service) Waiting(ctx context.Context, by authz.Actor, desk directory.DeskID) ([]Row, error) {
	var w sqldb.Where
	text := waiting(&w, by, desk, columns+rowFrom) + w.Numbered(" limit ?", mostListed)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("chat.waiting", text), scanRow, w.Args()...)
}

// Going returns a desk's chats that are being answered: the actor's own first, those in which something unread waits
// before the others.
func (s *Service) Going(ctx context.Context, by authz.Actor, desk directory.DeskID) ([]Row, error) {
	var w sqldb.Where
	condition, args := atWork(by).SQL()
	w.And("c.desk_id = ?", int64(desk))
	w.And("c.state = 'active'")
	w.And(condition, args...)
	text := "select " + columns + rowFrom + " from chat c where " + w.SQL() +
		w.Numbered(" order by case when c.agent_id = ? then 0 else 1 end, c.came_at, c.id limit ?", by.Person, mostListed)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("chat.going", text), scanRow, w.Args()...)
}

var selectMineAtWork = sqldb.Q("chat.of_agent", `
	select `+columns+rowFrom+` from chat c where c.agent_id = $1 and c.state = 'active' order by c.came_at, c.id limit 100`)

// Own returns the chats that the actor answers just now, oldest first.
func (s *Service) Own(ctx context.Context, by authz.Actor) ([]Row, error) {
	if by.Person == 0 || !by.May(MayTake) {
		return nil, nil
	}
	return sqldb.All(ctx, s.d.DB, selectMineAtWork, scanRow, by.Person)
}

// Place is where a waiting chat stands.
type Place struct {
	Number   int           // 1 is next.
	Expected time.Duration // 0 when nobody can tell.
}

var selectPlace = sqldb.Q("chat.place", `
	select count(*) from chat o where o.desk_id = $1 and o.state = 'waiting' and o.id <> $2
		and (o.priority > $3 or o.priority = $3 and (o.came_at < $4 or o.came_at = $4 and o.id < $2))`)

// PlaceOf tells somebody who waits how many are before them and how long it may take.
func (s *Service) PlaceOf(ctx context.Context, c *Chat) (Place, error) {
	if c.State != Waiting {
		return Place{}, nil
	}
	n, err := sqldb.One(ctx, s.d.DB, selectPlace, sqldb.Value[int], int64(c.Desk), int64(c.ID), c.Priority, sqldb.Time(c.CameAt))
	if err != nil {
		return Place{}, err
	}
	p := Place{Number: n + 1}
	if s.d.Line.Expected != nil {
		p.Expected, err = s.d.Line.Expected(ctx, s.d.DB, c)
	}
	return p, err
}

// Expected is how long somebody who comes to a desk's chat now will wait, as far as anybody can tell.
func (s *Service) Expected(ctx context.Context, desk directory.DeskID) (time.Duration, error) {
	if s.d.Line.Expected == nil {
		return 0, nil
	}
	return s.d.Line.Expected(ctx, s.d.DB, &Chat{Desk: desk})
}
