package main

import (
	"fmt"
	"net"

	"lotsen/internal/app"
	"lotsen/internal/channel/mail/send"
	"lotsen/internal/kit/config"
)

// mailOptions says how senders are judged and how our own mail proves where it comes from.
func mailOptions(cfg *config.Config, o *app.MailOptions) error {
	o.Servers, o.ReturnPath = cfg.MailServers, cfg.MailReturn
	if cfg.MailKeys == "dns" {
		o.Lookup = net.DefaultResolver.LookupTXT
	}
	if cfg.DKIMKey == "" {
		return nil
	}
	key, err := send.LoadKey(cfg.DKIMDomain, cfg.DKIMSelector, cfg.DKIMKey)
	if err != nil {
		return fmt.Errorf("dkim_key: %w", err)
	}
	o.Sign = key
	return nil
}
