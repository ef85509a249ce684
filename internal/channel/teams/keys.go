package teams

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"math/big"
	"net/url"
	"slices"
	"sync"
	"time"
)

// How long keys count, and how seldom they are asked for by tokens that name a key nobody knows.
const (
	keysFor   = 24 * time.Hour
	keysStale = 7 * 24 * time.Hour
	askGap    = 5 * time.Minute
)

// minBits is the shortest key that is believed.
const minBits = 2048

// errAway says that the connector's keys cannot be had: the call is to come again.
var errAway = errors.New("teams: the connector's keys cannot be fetched")

// keyring is the connector's published keys.
type keyring struct {
	get      func(ctx context.Context, address string) ([]byte, error)
	metadata string
	mu       sync.Mutex
	keys     map[string]published
	fetched  time.Time
	asked    time.Time
}

// published is a key with the channels that it vouches for.
type published struct {
	key      *rsa.PublicKey
	channels []string
}

// find is the key of a name, false when the connector has none of it. Errors: errAway.
func (k *keyring) find(ctx context.Context, kid string, now time.Time) (published, bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	p, ok := k.keys[kid]
	fresh := k.keys != nil && now.Sub(k.fetched) < keysFor
	if ok && fresh || !k.asked.IsZero() && now.Sub(k.asked) < askGap && (fresh || k.keys != nil) {
		return p, ok, k.tooOld(now)
	}
	if k.keys == nil && !k.asked.IsZero() && now.Sub(k.asked) < time.Second {
		return published{}, false, errAway
	}
	k.asked = now
	keys, err := k.fetch(ctx)
	if err == nil {
		k.keys, k.fetched = keys, now
	} else if k.keys == nil {
		return published{}, false, errors.Join(errAway, err)
	}
	p, ok = k.keys[kid]
	return p, ok, k.tooOld(now)
}

// tooOld reports keys that were fetched so long ago that nobody knows whether they still count.
func (k *keyring) tooOld(now time.Time) error {
	if now.Sub(k.fetched) > keysStale {
		return errAway
	}
	return nil
}

func (k *keyring) fetch(ctx context.Context) (map[string]published, error) {
	raw, err := k.get(ctx, k.metadata)
	if err != nil {
		return nil, err
	}
	var meta struct {
		Issuer string   `json:"issuer"`
		Keys   string   `json:"jwks_uri"`
		Algs   []string `json:"id_token_signing_alg_values_supported"`
	}
	if err := json.Unmarshal(raw, &meta); err != nil {
		return nil, err
	}
	u, err := url.Parse(meta.Keys)
	if err != nil || u.Host == "" || meta.Issuer != Issuer || !slices.Contains(meta.Algs, "RS256") {
		return nil, errors.New("teams: the connector's metadata is not as expected")
	}
	if raw, err = k.get(ctx, meta.Keys); err != nil {
		return nil, err
	}
	return readKeys(raw)
}

// readKeys reads a set of keys, without those that are no RSA keys for signatures of a fit length.
func readKeys(raw []byte) (map[string]published, error) {
	var set struct {
		Keys []struct {
			Kty, Use, Kid, N, E string
			Endorsements        []string
		} `json:"keys"`
	}
	if err := json.Unmarshal(raw, &set); err != nil {
		return nil, err
	}
	out := map[string]published{}
	for _, k := range set.Keys {
		if k.Kty != "RSA" || k.Use != "" && k.Use != "sig" || k.Kid == "" {
			continue
		}
		n, err := strict.DecodeString(k.N)
		if err != nil {
			continue
		}
		e, err := strict.DecodeString(k.E)
		if err != nil || len(e) == 0 || len(e) > 4 {
			continue
		}
		key := &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}
		if key.N.BitLen() < minBits || key.N.BitLen() > 8192 || key.E < 3 || key.E%2 == 0 {
			continue
		}
		out[k.Kid] = published{key, k.Endorsements}
	}
	if len(out) == 0 {
		return nil, errors.New("teams: the connector publishes no keys")
	}
	return out, nil
}
