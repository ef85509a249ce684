package teams

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// skew is how far the clocks may be apart.
const skew = 5 * time.Minute

// maxToken is the longest token that is read, in bytes.
const maxToken = 16 << 10

// strict is the alphabet of tokens; what is not written in its one way is none.
var strict = base64.RawURLEncoding.Strict()

// signed is a token as it came, whose signature nobody has checked yet.
type signed struct {
	kid     string
	content string // What the signature is over.
	mark    []byte
	claims  claims
}

// claims is what a token says, as far as we look.
type claims struct {
	Issuer   string `json:"iss"`
	Audience string `json:"aud"`
	Expires  *int64 `json:"exp"`
	Begins   *int64 `json:"nbf"`
	Service  string `json:"serviceurl"`
}

// parse reads a token. It takes the one algorithm that the connector uses, and no token without the name of its key.
func parse(text string) (signed, error) {
	var t signed
	if len(text) > maxToken {
		return t, errors.New("the token is too long")
	}
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return t, errors.New("no token of three parts")
	}
	var head struct {
		Alg  string          `json:"alg"`
		Kid  string          `json:"kid"`
		Crit json.RawMessage `json:"crit"`
	}
	if err := part(parts[0], &head); err != nil {
		return t, err
	}
	if head.Alg != "RS256" || head.Kid == "" || len(head.Kid) > 200 || head.Crit != nil {
		return t, errors.New("a token with another algorithm, or without the name of its key")
	}
	if err := part(parts[1], &t.claims); err != nil {
		return t, err
	}
	mark, err := strict.DecodeString(parts[2])
	if err != nil {
		return t, errors.New("the signature is no base64url")
	}
	t.kid, t.content, t.mark = head.Kid, parts[0]+"."+parts[1], mark
	return t, nil
}

func part(text string, to any) error {
	raw, err := strict.DecodeString(text)
	if err != nil {
		return errors.New("a part of the token is no base64url")
	}
	if err := json.Unmarshal(raw, to); err != nil {
		return errors.New("a part of the token is no JSON of the expected form")
	}
	return nil
}

// verify checks the signature.
func (t *signed) verify(key *rsa.PublicKey) error {
	sum := sha256.Sum256([]byte(t.content))
	if err := rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], t.mark); err != nil {
		return errors.New("the signature does not fit")
	}
	return nil
}

// check holds what a token says against what must be so.
func (c *claims) check(app, service string, now time.Time) error {
	switch {
	case c.Issuer != Issuer:
		return fmt.Errorf("another issuer: %.100q", c.Issuer)
	case c.Audience != app:
		return errors.New("the token is for another application")
	case c.Expires == nil || now.Add(-skew).After(time.Unix(*c.Expires, 0)):
		return errors.New("the token is too old")
	case c.Begins == nil || now.Add(skew).Before(time.Unix(*c.Begins, 0)):
		return errors.New("the token does not count yet")
	case c.Service == "" || !strings.EqualFold(strings.TrimSuffix(c.Service, "/"), strings.TrimSuffix(service, "/")):
		return errors.New("the token is for another service address")
	}
	return nil
}
