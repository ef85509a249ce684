package tmf

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"lotsen/internal/kit/errs"
)

func (r *Request) files(f *errs.Fields, raw json.RawMessage) {
	if json.Unmarshal(raw, &r.Files) != nil {
		f.Add("attachment", "tmf.error.attachment")
		return
	}
	for i := range r.Files {
		if _, err := r.Files[i].Bytes(); err != nil {
			f.Add("attachment", "tmf.error.base64")
			return
		}
	}
}

// Bytes is the file itself; nil for one that only has an address.
func (a *Attachment) Bytes() ([]byte, error) {
	if a.Content == "" {
		return nil, nil
	}
	text := strings.TrimRight(strings.NewReplacer("\r", "", "\n", "", " ", "").Replace(a.Content), "=")
	return base64.RawStdEncoding.DecodeString(text)
}

// SetBytes embeds the file.
func (a *Attachment) SetBytes(raw []byte) { a.Content = base64.StdEncoding.EncodeToString(raw) }
