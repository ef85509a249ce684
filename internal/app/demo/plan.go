package demo

import (
	"container/heap"
	"time"
)

// step is one thing that somebody does at a moment.
type step struct {
	at  time.Time
	seq int // Keeps steps of one moment in the order in which they were planned.
	do  func() error
}

// plan is all that is still to happen, earliest first.
type plan struct {
	steps []step
	seq   int
}

// add puts something into the plan.
func (p *plan) add(at time.Time, do func() error) {
	p.seq++
	heap.Push(p, step{at, p.seq, do})
}

// next takes the earliest step out.
func (p *plan) next() step { return heap.Pop(p).(step) } //nolint:forcetypeassert // Only steps are pushed.

// Len, Less, Swap, Push and Pop implement heap.Interface.
func (p *plan) Len() int { return len(p.steps) }

// Less implements heap.Interface.
func (p *plan) Less(i, j int) bool {
	a, b := p.steps[i], p.steps[j]
	return a.at.Before(b.at) || a.at.Equal(b.at) && a.seq < b.seq
}

// Swap implements heap.Interface.
func (p *plan) Swap(i, j int) { p.steps[i], p.steps[j] = p.steps[j], p.steps[i] }

// Push implements heap.Interface.
func (p *plan) Push(x any) { p.steps = append(p.steps, x.(step)) } //nolint:forcetypeassert // See next.

// Pop implements heap.Interface.
func (p *plan) Pop() any {
	last := p.steps[len(p.steps)-1]
	p.steps = p.steps[:len(p.steps)-1]
	return last
}
