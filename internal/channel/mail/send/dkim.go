package send

import (
	"crypto"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/emersion/go-msgauth/dkim"
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
	"List-Unsubscribe", "List-Unsubscribe-Post", "From",
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

// sign signs a mail whose sender belongs to the domain: another's name is not ours to sign for. From is named once more
// than it is there, so that nobody adds a second one. (go-mail signs too, and breaks its own long header in words.)
func (k *Key) sign(msg *mail.Msg, from string) error {
	_, domain, _ := strings.Cut(strings.ToLower(from), "@")
	if domain != k.domain && !strings.HasSuffix(domain, "."+k.domain) {
		return nil
	}
	signer, err := dkim.NewSigner(&dkim.SignOptions{
		Domain: k.domain, Selector: k.selector, Signer: k.private, Hash: crypto.SHA256, HeaderKeys: signedHeaders,
		HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed,
	})
	if err != nil {
		return fmt.Errorf("sign: %w", err)
	}
	_, err = msg.WriteTo(signer) // Each writing gives the same bytes: see Message.
	if err = errors.Join(err, signer.Close()); err != nil {
		return fmt.Errorf("sign: %w", err)
	}
	_, value, _ := strings.Cut(strings.TrimRight(signer.Signature(), "\r\n"), ": ")
	msg.SetGenHeaderPreformatted("DKIM-Signature", value)
	return nil
}
