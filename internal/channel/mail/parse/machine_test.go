package parse

import (
	"slices"
	"testing"
)

func Test_machines_are_told_from_people(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		header []string
		body   string
		want   Kind
	}{
		"a_person":                            {[]string{"From: Åsa <asa@b.example>", "Subject: Hjälp"}, "Hej", None},
		"a_person_who_answers":                {[]string{"From: asa@b.example", "Subject: SV: Hjälp", "In-Reply-To: <x@y>"}, "Tack", None},
		"a_person_who_writes_of_auto_answers": {[]string{"From: asa@b.example", "Subject: Autosvar fungerar inte i Outlook"}, "Hej", None},
		"a_person_who_forwards_a_notice":      {[]string{"From: asa@b.example", "Subject: VB: Undelivered Mail Returned to Sender"}, "Vad betyder detta?\n\nFinal-Recipient: rfc822; x@y.example\nAction: failed", None},
		"a_person_who_pastes_an_error":        {[]string{"From: asa@b.example", "Subject: Får studs"}, "Det står user unknown och\n\nOriginal message:\nMessage-ID: <a@b>", None},
		"the_postmaster_as_a_person":          {[]string{"From: postmaster@b.example", "Subject: Vår nya server"}, "Hej, vi byter server i maj.", None},
		"not_submitted_automatically":         {[]string{"From: asa@b.example", "Auto-Submitted: no"}, "Hej", None},
		"absence_in_swedish":                  {[]string{"From: asa@b.example", "Subject: Autosvar: [L-100042] Skrivaren"}, "Jag är ledig", AutoReply},
		"absence_in_swedish_by_exchange":      {[]string{"From: asa@b.example", "Subject: Automatiskt svar: Skrivaren", "X-Auto-Response-Suppress: All"}, "Jag är ledig", AutoReply},
		"absence_in_english":                  {[]string{"From: asa@b.example", "Subject: Out of office"}, "Away", AutoReply},
		"absence_in_german":                   {[]string{"From: asa@b.example", "Subject: Automatische Antwort: Drucker"}, "Weg", AutoReply},
		"absence_by_header_alone":             {[]string{"From: asa@b.example", "Auto-Submitted: auto-replied (vacation)"}, "Borta", AutoReply},
		"absence_by_an_old_header":            {[]string{"From: asa@b.example", "X-Autoreply: yes"}, "Borta", AutoReply},
		"an_empty_return_path":                {[]string{"Return-Path: <>", "From: asa@b.example"}, "Borta", AutoReply},
		"a_daemon":                            {[]string{"From: MAILER-DAEMON <>", "Subject: x"}, "fel", Bounce},
		"a_swedish_bounce":                    {[]string{"Return-Path: <>", "From: postmaster@b.example", "Subject: Kunde inte levereras"}, "Meddelandet kunde inte levereras", Bounce},
		"failed_recipients":                   {[]string{"From: mail@b.example", "X-Failed-Recipients: x@y.example"}, "fel", Bounce},
		"a_list":                              {[]string{"From: nytt@b.example", "List-Id: Nytt <nytt.b.example>"}, "Nyheter", List},
		"an_alarm":                            {[]string{"From: larm@b.example", "Auto-Submitted: auto-generated"}, "Disk full", Generated},
		"bulk":                                {[]string{"From: system@b.example", "Precedence: bulk"}, "Rapport", Generated},
		"our_own_mail":                        {[]string{"From: asa@b.example", "X-Lotsen-Loop: 1"}, "Hej", Loop},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if m := read(t, letter(append(c.header, "", c.body)...)); m.Machine.Kind != c.want {
				t.Errorf("%+v, want %s", m.Machine, c.want)
			}
		})
	}
}

func Test_a_mail_that_went_round_too_often_is_a_loop(t *testing.T) {
	t.Parallel()
	lines := []string{"From: a@b.example"}
	for range maxReceived + 1 {
		lines = append(lines, "Received: from x by y; Tue, 3 Nov 2026 08:15:00 +0100")
	}
	if m := read(t, letter(append(lines, "", "hej")...)); m.Machine.Kind != Loop {
		t.Errorf("%+v", m.Machine)
	}
}

func Test_a_bounce_names_what_came_back_and_why(t *testing.T) {
	t.Parallel()
	notice := func(action, status string) Message {
		return read(t, letter(
			"Return-Path: <>", "From: Mail Delivery System <MAILER-DAEMON@mx.example>", "To: desk@b.example", "Subject: Undelivered Mail Returned to Sender",
			"Auto-Submitted: auto-replied", `Content-Type: multipart/report; report-type=delivery-status; boundary="x"`, "",
			"--x", "Content-Type: text/plain", "", "This is the mail system.",
			"--x", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example", "", "Final-Recipient: rfc822; asa@c.example", "Action: "+action, "Status: "+status,
			"--x", "Content-Type: text/rfc822-headers", "", "From: desk@b.example", "Message-ID: <L-100042.7@b.example>", "Subject: Re: Skrivaren",
			"--x--"))
	}
	m := notice("failed", "5.1.1").Machine
	if m.Kind != Bounce || !m.Permanent || m.Status != "5.1.1" || m.Recipient != "asa@c.example" || !slices.Contains(m.Originals, "L-100042.7@b.example") {
		t.Errorf("%+v", m)
	}
	if m := notice("failed", "4.2.2").Machine; m.Kind != Bounce || m.Permanent {
		t.Errorf("a full mailbox is passing: %+v", m)
	}
	for _, action := range []string{"delayed", "delivered", "relayed", "expanded"} {
		if m := notice(action, "4.4.1").Machine; m.Kind != DeliveryNotice || m.Reason != action || m.Permanent {
			t.Errorf("%s: %+v", action, m)
		}
	}
}

func Test_an_absence_notice_names_the_message_it_answers(t *testing.T) {
	t.Parallel()
	m := read(t, letter("From: asa@b.example", "Subject: Autosvar: x", "In-Reply-To: <7@desk>", "References: <1@desk> <7@desk>", "", "Borta"))
	if !slices.Equal(m.Machine.Originals, []string{"7@desk", "1@desk"}) {
		t.Errorf("%q", m.Machine.Originals)
	}
}

func Test_numbers_of_other_desks_are_found(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ subject, body, want string }{
		{"Incident INC678439 -- Arbeitsnotizen", "", "INC678439"},
		{"SV: [NET-1234] Nätet nere", "", "NET-1234"},
		{"Re: Fel [Ticket#2026110310000123]", "", "2026110310000123"},
		{"[it.example.se #4711] Fel", "", "4711"},
		{"[#ITN-123] Fel", "", "ITN-123"},
		{"Ärende 445566 uppdaterat", "", "445566"},
		{"Ang. ert ärende", "Hej,\nVårt ärendenummer: CS0012345 gäller.", "CS0012345"},
		{"Kvittens", "Ticket ID: 990011", "990011"},
		{"##12345## : Beställning", "", "12345"},
	} {
		m := read(t, letter("From: a@b.example", "Content-Type: text/plain; charset=utf-8", "Subject: "+c.subject, "", c.body))
		if len(m.Numbers) == 0 || m.Numbers[0].Value != c.want {
			t.Errorf("%q %q: %+v, want %s first", c.subject, c.body, m.Numbers, c.want)
		}
	}
	for _, quiet := range []string{"Skrivaren L-100042 fungerar inte", "UTF-8 och ISO-8859", "Rum 12 på plan 3, kostar 100 kr", "COVID-19", "Ring 08-508 00 000"} {
		if m := read(t, letter("From: a@b.example", "Subject: "+quiet, "", quiet)); len(m.Numbers) != 0 {
			t.Errorf("%q: %+v", quiet, m.Numbers)
		}
	}
}
