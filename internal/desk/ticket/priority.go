package ticket

import (
	"context"

	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/sqldb"
)

// priority looks a ticket's priority up in the organisation's matrix: impact down, urgency across.
func priority(ctx context.Context, q sqldb.Querier, t *Ticket) (int, error) {
	matrix, err := setting.Get[[][]int](ctx, q, t.Org, setting.PriorityMatrix, q.Now())
	if err != nil {
		return 0, err
	}
	if t.Impact < 1 || t.Impact > len(matrix) || t.Urgency < 1 || t.Urgency > len(matrix[t.Impact-1]) {
		return 3, nil
	}
	return matrix[t.Impact-1][t.Urgency-1], nil
}
