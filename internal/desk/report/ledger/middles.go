package ledger

import "slices"

// gather collects the durations that lie in the buckets of some targets: those of each row one after the other.
type gather struct {
	targets []target
	values  []int64
	ends    []int // Where the next duration of each row goes.
}

func newGather(hists []histogram) gather {
	g := gather{targets: make([]target, len(hists)), ends: make([]int, len(hists))}
	n := 0
	for i := range hists {
		hists[i][0] = 0 // Those without a duration.
		g.targets[i] = hists[i].target()
		g.ends[i] = n
		n += int(g.targets[i].size)
	}
	g.values = make([]int64, n)
	return g
}

func (g *gather) add(row int32, b uint8, seconds int64) {
	if t := &g.targets[row]; t.n > 0 && t.wants(b) {
		g.values[g.ends[row]] = seconds
		g.ends[row]++
	}
}

func (g *gather) middle(row int) [2]int64 {
	t := &g.targets[row]
	return t.middle(g.values[g.ends[row]-int(t.size) : g.ends[row]])
}

// middles finds the middle durations by histograms: only what lies in the middle bucket is looked at again. The last row
// is all of them together.
func (c *scan) middles() {
	n := len(c.res.Sums)
	if n == 0 {
		return
	}
	resolve, closed := newGather(append(c.resolve, together(c.resolve))), newGather(append(c.closed, together(c.closed)))
	all := int32(n) //nolint:gosec // Bounded by manyRows.
	for k, s := range c.e.segments {
		picked := (*[slots]int32)(c.picked[k*slots : (k+1)*slots])
		for i := range slots {
			row := picked[i]
			if row < 0 {
				continue
			}
			if b := s.resolveBucket[i]; b != 0 {
				resolve.add(row, b, s.toResolve[i])
				resolve.add(all, b, s.toResolve[i])
			}
			if b := s.closeBucket[i]; b != 0 {
				closed.add(row, b, s.toClose[i])
				closed.add(all, b, s.toClose[i])
			}
		}
	}
	for row := range c.res.Sums {
		c.res.Sums[row].MiddleResolve, c.res.Sums[row].MiddleClose = resolve.middle(row), closed.middle(row)
	}
	c.res.Total.MiddleResolve, c.res.Total.MiddleClose = resolve.middle(n), closed.middle(n)
}

func together(hists []histogram) (all histogram) {
	for i := range hists {
		for b, n := range hists[i] {
			all[b] += n
		}
	}
	return all
}

// sorted finds the middle durations of many rows: each has few.
func (c *scan) sorted() {
	c.res.Total.MiddleResolve = c.each(func(s *Sum) (int64, *[2]int64) { return s.Resolved, &s.MiddleResolve },
		func(s *segment) (*[slots]uint8, *[slots]int64) { return &s.resolveBucket, &s.toResolve })
	c.res.Total.MiddleClose = c.each(func(s *Sum) (int64, *[2]int64) { return s.Closed, &s.MiddleClose },
		func(s *segment) (*[slots]uint8, *[slots]int64) { return &s.closeBucket, &s.toClose })
}

func (c *scan) each(of func(*Sum) (int64, *[2]int64), in func(*segment) (*[slots]uint8, *[slots]int64)) [2]int64 {
	ends, n := make([]int, len(c.res.Sums)), 0
	for row := range c.res.Sums {
		ends[row] = n
		count, _ := of(&c.res.Sums[row])
		n += int(count)
	}
	values := make([]int64, n)
	for k, s := range c.e.segments {
		bucket, seconds := in(s)
		picked := (*[slots]int32)(c.picked[k*slots : (k+1)*slots])
		for i := range slots {
			if row := picked[i]; row >= 0 && bucket[i] != 0 {
				values[ends[row]] = seconds[i]
				ends[row]++
			}
		}
	}
	for row := range c.res.Sums {
		count, middle := of(&c.res.Sums[row])
		if count > 0 {
			own := values[ends[row]-int(count) : ends[row]]
			slices.Sort(own)
			*middle = [2]int64{own[(count-1)/2], own[count/2]}
		}
	}
	if n == 0 {
		return [2]int64{}
	}
	return [2]int64{nth(values, (n-1)/2), nth(values, n/2)}
}
