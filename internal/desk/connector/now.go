package connector

import "context"

// Now has a job done at once, outside the line of jobs: for worlds that are made of the past.
func (s *Service) Now(ctx context.Context, id JobID) error { return s.do(ctx, task{id}) }
