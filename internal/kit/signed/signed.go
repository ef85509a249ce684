package signed

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"time"
)

// The headers of a signed call.
const (
	HeaderID        = "Webhook-Id"
	HeaderTime      = "Webhook-Timestamp"
	HeaderSignature = "Webhook-Signature"
)

// Window is how far a call's instant may lie from the receiver's clock.
const Window = 5 * time.Minute

// What can be wrong with a call. Callers are told none of it; logs are.
var (
	ErrMissing   = errors.New("signed: the call carries no signature")
	ErrTime      = errors.New("signed: the call is too old or from the future")
	ErrSignature = errors.New("signed: no signature fits")
)

// Secret reads a secret as it is handed over: "whsec_" and base64, or any other text as it stands.
func Secret(text string) []byte {
	if raw, ok := strings.CutPrefix(text, "whsec_"); ok {
		if key, err := base64.StdEncoding.DecodeString(raw); err == nil {
			return key
		}
	}
	return []byte(text)
}

// Text writes a secret as it is handed over.
func Text(secret []byte) string { return "whsec_" + base64.StdEncoding.EncodeToString(secret) }

// Headers are what a call with that id, instant and body carries.
func Headers(secret []byte, id string, at time.Time, body []byte) map[string]string {
	stamp := strconv.FormatInt(at.Unix(), 10)
	return map[string]string{HeaderID: id, HeaderTime: stamp, HeaderSignature: "v1," + mac(secret, id, stamp, body)}
}

// Call is what a received call carries in its headers.
type Call struct{ ID, Time, Signature string }

// maxID is the longest id that is taken, in bytes.
const maxID = 200

// Verify checks a call with each secret that is good at present: more than one while a secret is being changed. Errors:
// ErrMissing, ErrTime, ErrSignature.
func (c Call) Verify(now time.Time, body []byte, secrets ...[]byte) error {
	if c.ID == "" || len(c.ID) > maxID || c.Time == "" || c.Signature == "" {
		return ErrMissing
	}
	seconds, err := strconv.ParseInt(c.Time, 10, 64)
	if err != nil {
		return ErrMissing
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > Window || age < -Window {
		return ErrTime
	}
	for _, secret := range secrets {
		if len(secret) == 0 {
			continue
		}
		want := []byte(mac(secret, c.ID, c.Time, body))
		for _, one := range strings.Fields(c.Signature) {
			if got, ok := strings.CutPrefix(one, "v1,"); ok && hmac.Equal([]byte(got), want) {
				return nil
			}
		}
	}
	return ErrSignature
}

func mac(secret []byte, id, stamp string, body []byte) string {
	h := hmac.New(sha256.New, secret)
	h.Write([]byte(id + "." + stamp + ".")) // A hash never fails to write.
	h.Write(body)
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}
