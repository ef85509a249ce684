package ledger

// gather collects the durations that lie in the middle buckets of rows, those of each row one after the other. The last
// row is all of them together.
type gather struct {
	targets []target
	values  []int64
	ends    []int // Where the next duration of each row goes.
	// wanted says of each row and bucket whether its durations are looked at: nearly never.
	wanted []bool
}

func newGather(hists []histogram) gather {
	g := gather{targets: make([]target, len(hists)), ends: make([]int, len(hists)), wanted: make([]bool, len(hists)*buckets)}
	n := 0
	for i := range hists {
		hists[i][0] = 0 // Those without a duration.
		g.targets[i] = hists[i].target()
		g.ends[i] = n
		n += int(g.targets[i].size)
	}
	g.values = make([]int64, n)
	all := &g.targets[len(hists)-1]
	for i := range g.targets {
		for _, t := range []*target{&g.targets[i], all} {
			if t.n > 0 {
				g.wanted[i*buckets+int(t.lo)], g.wanted[i*buckets+int(t.hi)] = true, true
			}
		}
	}
	return g
}

// add adds a duration of a row to it and to all, where it is wanted.
func (g *gather) add(row int32, b uint8, seconds int64) {
	for _, r := range [2]int{int(row), len(g.targets) - 1} {
		if t := &g.targets[r]; t.n > 0 && t.wants(b) {
			g.values[g.ends[r]] = seconds
			g.ends[r]++
		}
	}
}

func (g *gather) middle(row int) [2]int64 {
	t := &g.targets[row]
	return t.middle(g.values[g.ends[row]-int(t.size) : g.ends[row]])
}

// middles finds the middle durations by histograms: only what lies in a middle bucket is looked at again.
func (c *scan) middles() {
	n := len(c.res.Sums)
	if n == 0 {
		return
	}
	resolve, closed := newGather(append(c.resolve, together(c.resolve))), newGather(append(c.closed, together(c.closed)))
	for k, s := range c.e.segments {
		picked := (*[slots]int32)(c.picked[k*slots : (k+1)*slots])
		for i := range slots {
			row := picked[i]
			if row < 0 {
				continue
			}
			if b := s.resolveBucket[i]; resolve.wanted[int(row)*buckets+int(b)] {
				resolve.add(row, b, s.toResolve[i])
			}
			if b := s.closeBucket[i]; closed.wanted[int(row)*buckets+int(b)] {
				closed.add(row, b, s.toClose[i])
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

// gathered finds the middle durations of many rows by gathering all there are: each row has few.
func (c *scan) gathered() {
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
			*middle = [2]int64{nth(own, int(count-1)/2), nth(own, int(count)/2)}
		}
	}
	if n == 0 {
		return [2]int64{}
	}
	return [2]int64{nth(values, (n-1)/2), nth(values, n/2)}
}
