package signed_test

import (
	"errors"
	"testing"
	"time"

	"lotsen/internal/kit/signed"
)

var now = time.Unix(1614265330, 0)

func call(h map[string]string) signed.Call {
	return signed.Call{ID: h[signed.HeaderID], Time: h[signed.HeaderTime], Signature: h[signed.HeaderSignature]}
}

// The vector stands in the documents of Standard Webhooks.
func TestA_signature_is_that_of_the_standard(t *testing.T) {
	t.Parallel()
	secret := signed.Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	h := signed.Headers(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", now, []byte(`{"test": 2432232314}`))
	if got := h[signed.HeaderSignature]; got != "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" {
		t.Errorf("signature %s", got)
	}
	if signed.Text(secret) != "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" {
		t.Errorf("secret as text: %s", signed.Text(secret))
	}
}

func TestOnly_the_whole_call_within_its_time_is_good(t *testing.T) {
	t.Parallel()
	secret, body := []byte("hemligt"), []byte(`{"a":1}`)
	good := call(signed.Headers(secret, "m1", now, body))
	change := func(fn func(*signed.Call)) signed.Call { c := good; fn(&c); return c }
	for name, row := range map[string]struct {
		call    signed.Call
		at      time.Time
		body    string
		secrets [][]byte
		want    error
	}{
		"as_sent":            {good, now, `{"a":1}`, [][]byte{secret}, nil},
		"with_an_old_secret": {good, now, `{"a":1}`, [][]byte{[]byte("nytt"), secret}, nil},
		"four_minutes_late":  {good, now.Add(4 * time.Minute), `{"a":1}`, [][]byte{secret}, nil},
		"six_minutes_late":   {good, now.Add(6 * time.Minute), `{"a":1}`, [][]byte{secret}, signed.ErrTime},
		"from_the_future":    {good, now.Add(-6 * time.Minute), `{"a":1}`, [][]byte{secret}, signed.ErrTime},
		"another_body":       {good, now, `{"a":2}`, [][]byte{secret}, signed.ErrSignature},
		"another_secret":     {good, now, `{"a":1}`, [][]byte{[]byte("nytt")}, signed.ErrSignature},
		"no_secret_at_all":   {good, now, `{"a":1}`, nil, signed.ErrSignature},
		"an_empty_secret":    {call(signed.Headers(nil, "m1", now, body)), now, `{"a":1}`, [][]byte{{}}, signed.ErrSignature},
		"another_id":         {change(func(c *signed.Call) { c.ID = "m2" }), now, `{"a":1}`, [][]byte{secret}, signed.ErrSignature},
		"another_time":       {change(func(c *signed.Call) { c.Time = "1614265331" }), now, `{"a":1}`, [][]byte{secret}, signed.ErrSignature},
		"no_signature":       {change(func(c *signed.Call) { c.Signature = "" }), now, `{"a":1}`, [][]byte{secret}, signed.ErrMissing},
		"no_time":            {change(func(c *signed.Call) { c.Time = "nyss" }), now, `{"a":1}`, [][]byte{secret}, signed.ErrMissing},
		"another_version":    {change(func(c *signed.Call) { c.Signature = "v0," + c.Signature[3:] }), now, `{"a":1}`, [][]byte{secret}, signed.ErrSignature},
	} {
		t.Run(name, func(t *testing.T) {
			if err := row.call.Verify(row.at, []byte(row.body), row.secrets...); !errors.Is(err, row.want) {
				t.Errorf("want %v, got %v", row.want, err)
			}
		})
	}
}
