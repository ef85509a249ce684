package ldap

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"time"

	"github.com/go-ldap/ldap/v3"

	"lotsen/internal/desk/connector"
	"lotsen/internal/kit/outward"
)

// patience bounds one exchange with a directory.
const patience = 10 * time.Second

// Options say what may be dialled.
type Options struct {
	// Networks are private networks in which directories may be dialled.
	Networks []netip.Prefix
}

// Directory is the adapter.
type Directory struct{ out *outward.Client }

// New returns the adapter.
func New(o Options) *Directory {
	return &Directory{out: outward.New(outward.Options{Private: o.Networks})}
}

// Check implements connector.Adapter. The number behind a name is judged when it is dialled.
func (d *Directory) Check(to *connector.To) error {
	u, err := url.Parse(to.Config.URL)
	if err != nil || u.Hostname() == "" {
		return &connector.Broken{Key: connector.FaultAddress, Cause: err}
	}
	// HTTP's rules for an address are these protocol's too.
	if err := d.out.Check("https://" + u.Host); err != nil {
		return &connector.Broken{Key: connector.FaultAddress, Cause: err}
	}
	if to.Config.CA != "" && !x509.NewCertPool().AppendCertsFromPEM([]byte(to.Config.CA)) {
		return &connector.Broken{Key: connector.FaultTLS, Cause: errors.New("ldap: no certificate can be read")}
	}
	return nil
}

// Try implements connector.Adapter: our account is let in and sees where people are looked for.
func (d *Directory) Try(ctx context.Context, to *connector.To) error {
	l, err := d.open(ctx, to)
	if err != nil {
		return err
	}
	defer l.Close()
	r := ldap.NewSearchRequest(to.Config.Base, ldap.ScopeBaseObject, ldap.NeverDerefAliases, 1, int(patience/time.Second), false, "(objectClass=*)", []string{"1.1"}, nil)
	if _, err := l.Search(r); err != nil {
		return meaning(err)
	}
	return nil
}

// Do implements connector.Adapter. Setting the same password again is like setting it once.
func (d *Directory) Do(ctx context.Context, to *connector.To, o *connector.Order) (connector.Answer, error) {
	if o.Kind != connector.Password || o.Password == "" {
		return connector.Answer{}, &connector.Broken{Key: connector.FaultRefused}
	}
	l, err := d.open(ctx, to)
	if err != nil {
		return connector.Answer{}, err
	}
	defer l.Close()
	dn, err := find(l, &to.Config, o)
	if err != nil {
		return connector.Answer{}, err
	}
	if err := set(l, dn, &to.Config, o); err != nil {
		return connector.Answer{}, meaning(err)
	}
	return connector.Answer{}, nil
}

// open dials, encrypts and logs in. Secrets leave only after that.
func (d *Directory) open(ctx context.Context, to *connector.To) (*ldap.Conn, error) {
	if err := d.Check(to); err != nil {
		return nil, err
	}
	u, err := url.Parse(to.Config.URL)
	if err != nil {
		return nil, &connector.Broken{Key: connector.FaultAddress, Cause: err}
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"ldaps": "636"}[u.Scheme]
	}
	if port == "" {
		port = "389"
	}
	conn, err := d.out.Dial(ctx, net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		return nil, dialled(err)
	}
	secure := &tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12}
	if to.Config.CA != "" {
		if secure.RootCAs, err = x509.SystemCertPool(); err != nil {
			secure.RootCAs = x509.NewCertPool()
		}
		secure.RootCAs.AppendCertsFromPEM([]byte(to.Config.CA))
	}
	if u.Scheme == "ldaps" {
		c := tls.Client(conn, secure)
		if err := handshake(ctx, c); err != nil {
			_ = conn.Close() // What was wrong is told already.
			return nil, err
		}
		return login(ldap.NewConn(c, true), to)
	}
	l := ldap.NewConn(conn, false)
	if !to.Config.StartTLS {
		if !outward.Local(conn) {
			_ = conn.Close() // Nothing was sent.
			return nil, &connector.Broken{Key: connector.FaultTLS, Cause: errors.New("ldap: not encrypted")}
		}
		return login(l, to)
	}
	l.SetTimeout(patience)
	l.Start()
	if err := l.StartTLS(secure); err != nil {
		l.Close()
		return nil, &connector.Broken{Key: connector.FaultTLS, Cause: err}
	}
	return bind(l, to)
}

func handshake(ctx context.Context, c *tls.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := c.HandshakeContext(ctx)
	var op *net.OpError
	if err == nil || errors.As(err, &op) || errors.Is(err, io.EOF) || ctx.Err() != nil {
		return err
	}
	return &connector.Broken{Key: connector.FaultTLS, Cause: err}
}

// dialled tells an address that may not be called from one that is away.
func dialled(err error) error {
	if errors.Is(err, outward.ErrRefused) {
		return &connector.Broken{Key: connector.FaultAddress, Cause: err}
	}
	return err
}

func login(l *ldap.Conn, to *connector.To) (*ldap.Conn, error) {
	l.SetTimeout(patience)
	l.Start()
	return bind(l, to)
}

func bind(l *ldap.Conn, to *connector.To) (*ldap.Conn, error) {
	if to.Secret == "" {
		l.Close()
		return nil, &connector.Broken{Key: connector.FaultLogin} // An empty password logs nobody in and looks as if.
	}
	if err := l.Bind(to.Config.Bind, to.Secret); err != nil {
		l.Close()
		if code(err, ldap.LDAPResultInvalidCredentials, ldap.LDAPResultNoSuchObject, ldap.LDAPResultInvalidDNSyntax) {
			return nil, &connector.Broken{Key: connector.FaultLogin, Cause: err}
		}
		return nil, meaning(err)
	}
	return l, nil
}

// find is the one entry of whom a job is for.
func find(l *ldap.Conn, c *connector.Config, o *connector.Order) (string, error) {
	value := map[connector.By]string{connector.ByLogin: o.Person.Login, connector.ByExternal: o.Person.External, connector.ByEmail: o.Person.Email}[c.By]
	if value == "" {
		return "", &connector.Refused{Key: connector.FaultUnknown}
	}
	filter := "(" + ldap.EscapeFilter(c.Attr) + "=" + ldap.EscapeFilter(value) + ")"
	r := ldap.NewSearchRequest(c.Base, ldap.ScopeWholeSubtree, ldap.NeverDerefAliases, 2, int(patience/time.Second), false, filter, []string{"1.1"}, nil)
	found, err := l.Search(r)
	switch {
	case code(err, ldap.LDAPResultSizeLimitExceeded):
		return "", &connector.Refused{Key: connector.FaultMany}
	case err != nil:
		return "", meaning(err)
	case len(found.Entries) == 0:
		return "", &connector.Refused{Key: connector.FaultUnknown}
	case len(found.Entries) > 1:
		return "", &connector.Refused{Key: connector.FaultMany}
	}
	return found.Entries[0].DN, nil
}

func code(err error, codes ...uint16) bool { return err != nil && ldap.IsErrorAnyOf(err, codes...) }

// meaning is what a refusal of a directory means for a job.
func meaning(err error) error {
	switch {
	case err == nil:
		return nil
	case code(err, ldap.LDAPResultConstraintViolation, ldap.LDAPResultUnwillingToPerform):
		return &connector.Refused{Key: connector.FaultPolicy, Said: said(err)}
	case code(err, ldap.LDAPResultInsufficientAccessRights, ldap.LDAPResultStrongAuthRequired, ldap.LDAPResultConfidentialityRequired):
		return &connector.Broken{Key: connector.FaultRights, Said: said(err), Cause: err}
	case code(err, ldap.LDAPResultInvalidCredentials):
		return &connector.Broken{Key: connector.FaultLogin, Cause: err}
	case code(err, ldap.LDAPResultNoSuchObject, ldap.LDAPResultInvalidDNSyntax, ldap.LDAPResultReferral, ldap.LDAPResultUndefinedAttributeType, ldap.LDAPResultProtocolError,
		ldap.LDAPResultUnavailableCriticalExtension, ldap.LDAPResultNoSuchAttribute, ldap.LDAPResultObjectClassViolation):
		return &connector.Broken{Key: connector.FaultRefused, Said: said(err), Cause: err}
	}
	return fmt.Errorf("ldap: %w", err)
}

// said is what the directory wrote beside its code.
func said(err error) string {
	var e *ldap.Error
	if !errors.As(err, &e) || e.Err == nil {
		return ""
	}
	return e.Err.Error()
}
