package report

import (
	"errors"
	"io"
	"strings"
	"testing"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/locales"
)

func TestList_is_made_while_it_is_read(t *testing.T) {
	t.Parallel()
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	for name, end := range map[string]error{"to_its_end": nil, "until_it_breaks": broken} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			parts := 0
			list := NewList(texts.Printer(i18n.English), func() ([]ticket.Row, error) {
				if parts++; parts > 3 {
					return nil, end
				}
				rows := make([]ticket.Row, 100)
				for i := range rows {
					rows[i].Title = "=printer"
				}
				return rows, nil
			})
			head := make([]byte, 6)
			if _, err := io.ReadFull(list, head); err != nil || parts != 0 || string(head) != "\ufeffref" {
				t.Errorf("before a row is needed: %q, %d parts, %v", head, parts, err)
			}
			rest, err := io.ReadAll(list)
			if !errors.Is(err, end) || strings.Count(string(rest), "\r\n") != 301 || strings.Count(string(rest), ",'=printer,") != 300 {
				t.Errorf("%d lines, %v", strings.Count(string(rest), "\r\n"), err)
			}
		})
	}
}
