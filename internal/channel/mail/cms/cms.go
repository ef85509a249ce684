package cms

import (
	"bytes"
	"cmp"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
)

// Kind says what an envelope holds.
type Kind string

// The kinds.
const (
	Signed    Kind = "signed"
	Encrypted Kind = "encrypted" // Or packed in another way that needs more than reading.
)

// Envelope is what was found.
type Envelope struct {
	Kind    Kind
	Content []byte // What was signed; empty for a signature that stands beside its content.
	Signers []string
}

// The object identifiers, as they are encoded.
var (
	signedData = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02}
	cmsFamily  = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01} // Encrypted, compressed and the like are all below it.
)

const (
	universal, context = 0, 2
	tagOctets, tagOID  = 4, 6
	tagSequence        = 16
	tagSet             = 17
)

// Open reads an envelope: BER, or the same in base64 or PEM. It says ok when the bytes are one.
func Open(data []byte) (e Envelope, ok bool) {
	root, _, err := next(plain(data), 0)
	if err != nil || root.tag != tagSequence || root.class != universal {
		return e, false
	}
	top, err := root.children()
	if err != nil || len(top) < 2 || top[0].tag != tagOID || !bytes.HasPrefix(top[0].body, cmsFamily) {
		return e, false
	}
	if !bytes.Equal(top[0].body, signedData) {
		return Envelope{Kind: Encrypted}, true
	}
	inner, err := top[1].children()
	if err != nil || len(inner) != 1 || inner[0].tag != tagSequence {
		return e, false
	}
	fields, err := inner[0].children()
	if err != nil {
		return e, false
	}
	e.Kind = Signed
	for _, f := range fields {
		switch {
		case f.class == universal && f.tag == tagSequence && e.Content == nil:
			e.Content = content(f)
		case f.class == context && f.tag == 0:
			e.Signers = names(f, fields[len(fields)-1])
		}
	}
	return e, true
}

// plain takes away what bytes travel in.
func plain(data []byte) []byte {
	if block, _ := pem.Decode(data); block != nil {
		return block.Bytes
	}
	trimmed := bytes.TrimSpace(data)
	if !bytes.HasPrefix(trimmed, []byte("MI")) {
		return data
	}
	out := make([]byte, base64.StdEncoding.DecodedLen(len(trimmed)))
	if n, err := base64.StdEncoding.Decode(out, bytes.Join(bytes.Fields(trimmed), nil)); err == nil {
		return out[:n]
	}
	return data
}

// content is what lies in the element that names the content's type first.
func content(f element) []byte {
	parts, err := f.children()
	if err != nil || len(parts) < 2 || parts[1].class != context {
		return nil
	}
	boxed, err := parts[1].children()
	if err != nil || len(boxed) != 1 || boxed[0].tag != tagOctets {
		return nil
	}
	out, err := boxed[0].octets(0)
	if err != nil {
		return nil
	}
	return out
}

// maxNames bounds the certificates that are looked at.
const maxNames = 20

// names are the holders of the certificates that the signers refer to; of all certificates when none is referred to in a
// way that can be read.
func names(certs, signers element) []string {
	list, err := certs.children()
	if err != nil {
		return nil
	}
	serials := serialsOf(signers)
	var own, all []string
	for _, c := range list[:min(len(list), maxNames)] {
		cert, err := x509.ParseCertificate(c.raw)
		if err != nil {
			continue
		}
		name := holder(cert)
		all = append(all, name)
		for _, s := range serials {
			if bytes.Equal(s, cert.SerialNumber.Bytes()) {
				own = append(own, name)
			}
		}
	}
	if len(own) > 0 {
		return own
	}
	return all[:min(len(all), 1)]
}

func holder(c *x509.Certificate) string {
	name := c.Subject.CommonName
	if len(c.EmailAddresses) > 0 {
		name = cmp.Or(name, c.EmailAddresses[0])
		if c.EmailAddresses[0] != name {
			name += " <" + c.EmailAddresses[0] + ">"
		}
	}
	return cmp.Or(name, c.Subject.String())
}

// serialsOf reads the numbers of the signers' certificates.
func serialsOf(signers element) (out [][]byte) {
	if signers.tag != tagSet || signers.class != universal {
		return nil
	}
	list, err := signers.children()
	if err != nil {
		return nil
	}
	for _, s := range list[:min(len(list), maxNames)] {
		fields, err := s.children()
		if err != nil || len(fields) < 2 || fields[1].tag != tagSequence {
			continue
		}
		issuer, err := fields[1].children()
		if err != nil || len(issuer) != 2 {
			continue
		}
		out = append(out, bytes.TrimLeft(issuer[1].body, "\x00"))
	}
	return out
}
