package logx_test

import (
	"bytes"
	"strings"
	"testing"

	"lotsen/internal/kit/logx"
)

func TestPersonalDataIsNotWritten(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"json", "text"} {
		var out bytes.Buffer
		log := logx.New(&out, format, "info")
		log.Info("mail sent", "ticket", 100042, "Email", "anna@example.se", "to", logx.Mail("anna@example.se"))
		log.With("subject", "Om Anna").WithGroup("g").Info("mail again", "phone", "0701234567")
		if text := out.String(); strings.Contains(text, "nna") || strings.Contains(text, "0701234567") {
			t.Errorf("%s: a person is named: %s", format, text)
		} else if !strings.Contains(text, "100042") || !strings.Contains(text, "***@example.se") {
			t.Errorf("%s: what operations need is missing: %s", format, text)
		}
	}
}

func TestRequestIsInEachLine(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	log := logx.New(&out, "text", "warn")
	ctx := logx.WithRequest(t.Context(), "r-17")
	log.InfoContext(ctx, "too quiet to be heard")
	log.With("a", 1).WarnContext(ctx, "slow")
	if text := out.String(); !strings.Contains(text, "request=r-17") || strings.Contains(text, "quiet") {
		t.Errorf("want one line with the request's id, got %s", text)
	}
}
