package ldap

import (
	"encoding/binary"
	"unicode/utf16"

	"github.com/go-ldap/ldap/v3"

	"lotsen/internal/desk/connector"
)

// set gives an entry a new password in the way that the directory takes it.
func set(l *ldap.Conn, dn string, c *connector.Config, o *connector.Order) error {
	force := c.Force && o.Change
	switch c.Set {
	case connector.SetUnicode:
		m := ldap.NewModifyRequest(dn, nil)
		m.Replace("unicodePwd", []string{quoted(o.Password)})
		if force {
			m.Replace("pwdLastSet", []string{"0"})
		}
		return l.Modify(m)
	case connector.SetUser:
		m := ldap.NewModifyRequest(dn, nil)
		m.Replace("userPassword", []string{o.Password})
		if force {
			m.Replace("pwdReset", []string{"TRUE"})
		}
		return l.Modify(m)
	}
	if _, err := l.PasswordModify(ldap.NewPasswordModifyRequest(dn, "", o.Password)); err != nil {
		return err
	}
	if !force {
		return nil
	}
	m := ldap.NewModifyRequest(dn, nil)
	m.Replace("pwdReset", []string{"TRUE"})
	return l.Modify(m)
}

// quoted is a password as Active Directory takes it: in quotation marks, UTF-16, low bytes first.
func quoted(password string) string {
	units := utf16.Encode([]rune(`"` + password + `"`))
	out := make([]byte, 0, 2*len(units))
	for _, u := range units {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return string(out)
}
