package duty

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/sqldb"
)

var selectChats = sqldb.Q("duty.chats", `select chats from duty where desk_id = $1 and person_id = $2`)

// ChatsIn is how many chats at once somebody has said for a desk; 0 for "as decided".
func ChatsIn(ctx context.Context, q sqldb.Querier, desk directory.DeskID, person directory.PersonID) (int, error) {
	n, _, err := sqldb.Maybe(ctx, q, selectChats, sqldb.Value[int], int64(desk), int64(person))
	return n, err
}
