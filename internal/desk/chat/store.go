package chat

import (
	"context"
	"errors"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

const columns = `c.id, c.org_id, c.desk_id, c.contact_id, c.source, c.external, c.person_id, c.name, c.sealed, c.topic, c.service_id, c.lang,
	c.state, c.priority, c.group_id, c.agent_id, c.ticket_id, c.came_at, c.answered_at, c.ended_at, c.ended_how, c.said_at, c.said_by,
	c.user_read, c.agent_read, c.user_seen_at, c.agent_seen_at, c.user_rtt, c.agent_rtt, c.version`

var (
	insertChat = sqldb.Q("chat.insert", `
		insert into chat (org_id, desk_id, contact_id, source, external, person_id, name, sealed, topic, service_id, lang, state, priority,
			group_id, agent_id, ticket_id, came_at, answered_at, ended_at, ended_how, said_at, said_by, user_read, agent_read, user_seen_at,
			agent_seen_at, user_rtt, agent_rtt, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27,
			$28, $29) returning id`)
	updateChat = sqldb.Q("chat.update", `
		update chat set contact_id = $1, state = $2, priority = $3, group_id = $4, agent_id = $5, ticket_id = $6, answered_at = $7, ended_at = $8,
			ended_how = $9, said_at = $10, said_by = $11, version = $12 where id = $13`)
	selectByExternal = sqldb.Q("chat.by_external", `
		select `+columns+` from chat c where c.source = $1 and c.external = $2 and c.external <> '' order by c.id desc limit 1`)
	selectOwnOpen = sqldb.Q("chat.own_open", `
		select `+columns+` from chat c where c.person_id = $1 and c.source = $2 and c.state <> 'ended'`)
)

func scan(r sqldb.Row) (Chat, error) {
	var c Chat
	return c, r.Scan(places(&c)...)
}

func places(c *Chat) []any {
	return []any{
		&c.ID, &c.Org, &c.Desk, sqldb.ScanID(&c.Contact), &c.Source, &c.External, sqldb.ScanID(&c.Person), &c.Name, &c.Sealed, &c.Topic,
		sqldb.ScanID(&c.Service), &c.Lang, &c.State, &c.Priority, sqldb.ScanID(&c.Group), sqldb.ScanID(&c.Agent), sqldb.ScanID(&c.Ticket),
		sqldb.ScanTime(&c.CameAt), sqldb.ScanTime(&c.AnsweredAt), sqldb.ScanTime(&c.EndedAt), &c.EndedHow, sqldb.ScanTime(&c.SaidAt), &c.SaidBy,
		&c.UserRead, &c.AgentRead, sqldb.ScanTime(&c.UserSeenAt), sqldb.ScanTime(&c.AgentSeenAt), &c.UserRTT, &c.AgentRTT, &c.Version,
	}
}

func insert(ctx context.Context, tx *sqldb.Tx, c *Chat) error {
	id, err := tx.Insert(ctx, insertChat, int64(c.Org), int64(c.Desk), sqldb.ID(c.Contact), string(c.Source), c.External, sqldb.ID(c.Person),
		c.Name, c.Sealed, c.Topic, sqldb.ID(c.Service), string(c.Lang), string(c.State), c.Priority, sqldb.ID(c.Group), sqldb.ID(c.Agent),
		sqldb.ID(c.Ticket), sqldb.Time(c.CameAt), sqldb.Time(c.AnsweredAt), sqldb.Time(c.EndedAt), c.EndedHow, sqldb.Time(c.SaidAt),
		string(c.SaidBy), int64(c.UserRead), int64(c.AgentRead), sqldb.Time(c.UserSeenAt), sqldb.Time(c.AgentSeenAt), c.UserRTT, c.AgentRTT,
		c.Version)
	c.ID = ID(id)
	return err
}

// save stores what use cases change. What a page that is merely open changes (read, seen, rtt) has statements of its own,
// so that neither overwrites the other.
func save(ctx context.Context, tx *sqldb.Tx, c *Chat) error {
	_, err := tx.Exec(ctx, updateChat, sqldb.ID(c.Contact), string(c.State), c.Priority, sqldb.ID(c.Group), sqldb.ID(c.Agent), sqldb.ID(c.Ticket),
		sqldb.Time(c.AnsweredAt), sqldb.Time(c.EndedAt), c.EndedHow, sqldb.Time(c.SaidAt), string(c.SaidBy), c.Version, int64(c.ID))
	return err
}

// load reads a chat within a scope. Errors: errs.NotFound.
func load(ctx context.Context, q sqldb.Querier, scope authz.Scope, id ID, lock string) (Chat, error) {
	var w sqldb.Where
	condition, args := scope.SQL()
	w.And("c.id = ?", int64(id))
	w.And(condition, args...)
	c, err := sqldb.One(ctx, q, sqldb.Q("chat.load", "select "+columns+" from chat c where "+w.SQL()+lock), scan, w.Args()...)
	if errors.Is(err, sqldb.ErrNone) {
		return Chat{}, errs.Missing()
	}
	return c, err
}
