package parse

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/jhillyerd/enmime/v2"

	"lotsen/internal/testkit/shared"
)

// A second reader of mail must find the same parts in mail that is well formed. It is not used on other mail: it
// doubles its time for each unclosed level.
func Test_another_reader_finds_the_same_parts(t *testing.T) {
	t.Parallel()
	dir := shared.Dir(t)
	boxes, _ := filepath.Glob(filepath.Join(dir, "zammad-mail", "*.box"))
	bounces, _ := filepath.Glob(filepath.Join(dir, "bounces", "*.eml"))
	reader := enmime.NewParser(enmime.RawContent(true), enmime.DisableTextConversion(true))
	compared := 0
	for _, file := range append(boxes, bounces...) {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		raw = stripEnvelope(raw)
		h, body, _ := readHeader(raw)
		s := splitter{limits: Limits{}.withDefaults(), defects: map[Defect]bool{}}
		root, err := s.split(h, body, 0)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.defects) > 0 {
			continue
		}
		other, err := reader.ReadEnvelope(bytes.NewReader(raw))
		if err != nil {
			continue
		}
		var theirs []int
		other.Root.DepthMatchAll(func(p *enmime.Part) bool {
			if p.FirstChild == nil {
				theirs = append(theirs, len(bytes.Fields(p.Content)))
			}
			return false
		})
		var ours []int
		root.leaves(func(p *part) {
			ours = append(ours, len(bytes.Fields(p.body)))
		})
		if len(ours) != len(theirs) {
			t.Errorf("%s: %d parts, the other finds %d", filepath.Base(file), len(ours), len(theirs))
			continue
		}
		compared++
		for i := range ours {
			if ours[i] != theirs[i] {
				t.Errorf("%s: part %d has %d words, the other finds %d", filepath.Base(file), i, ours[i], theirs[i])
			}
		}
	}
	if compared < 20 {
		t.Errorf("only %d mails were compared", compared)
	}
}
