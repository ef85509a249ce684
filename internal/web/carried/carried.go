package carried

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"io"
)

// most bounds what a page carries, in letters; a larger file is chosen again.
const most = 600 << 10

// ErrBroken says that a text was not made by Pack, or holds more than a file may.
var ErrBroken = errors.New("carried: broken")

// Pack makes a file fit to travel in a form; "" when it is too large for that.
func Pack(file []byte) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(file) // A buffer never fails.
	_ = z.Close()        // See above.
	if s := base64.StdEncoding.EncodeToString(b.Bytes()); len(s) <= most {
		return s
	}
	return ""
}

// Unpack is the reverse, for files of at most max bytes. Errors: ErrBroken.
func Unpack(s string, limit int) ([]byte, error) {
	raw, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return nil, ErrBroken
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, ErrBroken
	}
	out, err := io.ReadAll(io.LimitReader(z, int64(limit)+1))
	if err != nil || len(out) > limit {
		return nil, ErrBroken
	}
	return out, nil
}
