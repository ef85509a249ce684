package demo

import "testing"

func TestEvery_title_has_its_text(t *testing.T) {
	t.Parallel()
	for _, is := range issues {
		if len(is.titles) != len(is.texts) {
			t.Errorf("%s: %d titles, %d texts", is.category, len(is.titles), len(is.texts))
		}
		if is.paired && len(is.solved) != len(is.titles) {
			t.Errorf("%s: %d titles, %d solutions", is.category, len(is.titles), len(is.solved))
		}
	}
}
