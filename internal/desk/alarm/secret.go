package alarm

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"time"

	"lotsen/internal/kit/signed"
)

// overlap is how long the secret before the present one is good, so that a source can be told the new one.
const overlap = 24 * time.Hour

// secret is one of a source's. It is made anew each time it is needed and stored nowhere.
func (s *Service) secret(src *Source, no int) []byte {
	h := hmac.New(sha256.New, s.Secret)
	h.Write([]byte("alarm-source:" + strconv.FormatInt(int64(src.ID), 10) + ":" + strconv.Itoa(no))) // A hash never fails.
	return h.Sum(nil)
}

// secretText is a secret as it is handed over: what signs, or what comes along.
func secretText(src *Source, secret []byte) string {
	if src.Auth == Token {
		return base64.RawURLEncoding.EncodeToString(secret)
	}
	return signed.Text(secret)
}

// Secrets are those that are good at present, for checking a signature.
func (s *Service) Secrets(src *Source) [][]byte {
	var out [][]byte
	for _, no := range s.good(src) {
		out = append(out, s.secret(src, no))
	}
	return out
}

// Tokens are those that are good at present, as they come along with a call.
func (s *Service) Tokens(src *Source) []string {
	var out []string
	for _, secret := range s.Secrets(src) {
		out = append(out, secretText(src, secret))
	}
	return out
}

func (s *Service) good(src *Source) []int {
	if src.SecretNo > 1 && src.OldUntil.After(s.DB.Now()) {
		return []int{src.SecretNo, src.SecretNo - 1}
	}
	return []int{src.SecretNo}
}
