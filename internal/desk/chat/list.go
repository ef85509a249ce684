package chat

import (
	"context"

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
	w.And("c.state = 'waiting' and c.state <> 'ended'") // The second is the index's own condition.
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
	w.And("c.state = 'active' and c.state <> 'ended'")
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
