package send

import (
	"crypto"
	"fmt"
	"os"
	"strings"

	"github.com/wneessen/go-mail"
)

// Key signs mail in the name of a domain (DKIM).
type Key struct {
	domain, selector string
	private          crypto.Signer
}

// signedHeaders are covered by the signature; those of unsubscribing must be (RFC 8058).
var signedHeaders = []string{
	"From", "To", "Subject", "Date", "Message-ID", "Content-Type", "MIME-Version", "In-Reply-To", "References", "Auto-Submitted",
	"List-Unsubscribe", "List-Unsubscribe-Post",
}

// LoadKey reads a private key (PEM; RSA or Ed25519) that a domain publishes under a selector.
func LoadKey(domain, selector, file string) (*Key, error) {
	pem, err := os.ReadFile(file) //nolint:gosec // The operator names the file.
	if err != nil {
		return nil, fmt.Errorf("signing key: %w", err)
	}
	return NewKey(domain, selector, pem)
}

// NewKey is LoadKey for a key that has been read.
func NewKey(domain, selector string, pem []byte) (*Key, error) {
	private, err := mail.PrivKeyFromPEM(pem)
	if err != nil {
		return nil, fmt.Errorf("signing key: %w", err)
	}
	return &Key{strings.ToLower(domain), selector, private}, nil
}

// sign signs a mail whose sender belongs to the domain: another's name is not ours to sign for. From is signed once more
// than it is there, so that nobody adds a second one.
func (k *Key) sign(msg *mail.Msg, from string) {
	_, domain, _ := strings.Cut(strings.ToLower(from), "@")
	if domain != k.domain && !strings.HasSuffix(domain, "."+k.domain) {
		return
	}
	signer := mail.NewDKIMSigner(k.domain, k.selector, k.private)
	signer.SignHeaders(signedHeaders...)
	signer.OversignHeaders("From")
	msg.SetDKIM(signer)
}
