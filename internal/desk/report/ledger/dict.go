package ledger

// dict numbers the values of a column from 1 on; 0 stands for no ticket at all. Numbers are never given anew, so that
// who holds a shorter part of values reads on undisturbed.
type dict[T comparable] struct {
	values  []T
	numbers map[T]uint32
}

func newDict[T comparable]() dict[T] {
	return dict[T]{values: make([]T, 1), numbers: map[T]uint32{}}
}

func (d *dict[T]) number(v T) uint32 {
	n, ok := d.numbers[v]
	if !ok {
		n = uint32(len(d.values)) //nolint:gosec // Fewer values than tickets.
		d.values = append(d.values, v)
		d.numbers[v] = n
	}
	return n
}

// view is what an edition sees of a dictionary.
func (d *dict[T]) view() []T { return d.values[:len(d.values):len(d.values)] }
