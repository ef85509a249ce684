package sealed

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
)

// ErrClosed says that a text does not open: another installation's secret, another place, or a changed text.
var ErrClosed = errors.New("sealed: the secret cannot be opened with this installation's secret")

// version stands before sealed text, so that another form can follow.
const version = "s1."

// Box seals for one purpose.
type Box struct{ aead cipher.AEAD }

// New returns the box of a purpose, for example "mailbox".
func New(secret []byte, purpose string) (*Box, error) {
	if len(secret) == 0 {
		return nil, errors.New("sealed: no secret")
	}
	key, err := hkdf.Key(sha256.New, secret, nil, "lotsen sealed "+purpose, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	return &Box{aead}, err
}

// Seal closes a text for a place, for example "12:password". Nothing stays nothing.
func (b *Box) Seal(place, text string) string {
	if text == "" {
		return ""
	}
	nonce := make([]byte, b.aead.NonceSize())
	_, _ = rand.Read(nonce) // Never fails: the program ends instead.
	return version + base64.RawStdEncoding.EncodeToString(b.aead.Seal(nonce, nonce, []byte(text), []byte(place)))
}

// Open is the text that was sealed for that place. Errors: ErrClosed.
func (b *Box) Open(place, closed string) (string, error) {
	if closed == "" {
		return "", nil
	}
	body, ok := strings.CutPrefix(closed, version)
	raw, err := base64.RawStdEncoding.DecodeString(body)
	if !ok || err != nil || len(raw) < b.aead.NonceSize() {
		return "", ErrClosed
	}
	n := b.aead.NonceSize()
	text, err := b.aead.Open(nil, raw[:n], raw[n:], []byte(place))
	if err != nil {
		return "", ErrClosed
	}
	return string(text), nil
}
