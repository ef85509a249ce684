package access

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

const (
	// maxHashing bounds how many passwords are hashed at the same time.
	maxHashing = 4
	saltBytes  = 16
	keyBytes   = 32
)

// PasswordParams is how dear a password is to try. The values used are kept with each hash, so they can be raised later:
// the next login writes the hash anew.
type PasswordParams struct {
	MemoryKiB uint32
	Time      uint32
	Threads   uint8
}

// DefaultPasswords is OWASP's second choice of argon2id parameters: 19 MiB, two passes, one thread.
func DefaultPasswords() PasswordParams {
	return PasswordParams{MemoryKiB: 19 * 1024, Time: 2, Threads: 1}
}

// hash returns the password in the common text form of argon2id.
func (p PasswordParams) hash(password string) string {
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // Never fails: the runtime ends the program instead.
	key := argon2.IDKey(typed(password), salt, p.Time, p.MemoryKiB, p.Threads, keyBytes)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.MemoryKiB, p.Time, p.Threads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

// verify reports whether the password fits the hash, and with which parameters the hash was made.
func verify(hash, password string) (bool, PasswordParams) {
	var p PasswordParams
	var version int
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, p
	}
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return false, p
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.MemoryKiB, &p.Time, &p.Threads); err != nil || p.Time == 0 || p.Threads == 0 {
		return false, p
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, p
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(want) == 0 {
		return false, p
	}
	got := argon2.IDKey(typed(password), salt, p.Time, p.MemoryKiB, p.Threads, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1, p
}

// typed makes a password the same whichever way a keyboard composes å, ä and ö.
func typed(password string) []byte { return norm.NFC.Bytes([]byte(password)) }

// newSecret returns 32 random bytes as text that fits cookies and headers.
func newSecret() string {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // Never fails: the runtime ends the program instead.
	return base64.RawURLEncoding.EncodeToString(raw)
}

// digest is how secrets of our own making are kept: they are random, so one round is enough.
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
