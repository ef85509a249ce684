package reply

import (
	"regexp"
	"strings"
)

// wrote holds the words by which mail programs say that somebody wrote what follows.
const wrote = `wrote|writes|skrev|skriver|skrevs|schrieb|schreef|geschreven|a écrit|écrit|escribió|escribio|escreveu|ha scritto|scrisse|` +
	`napisał\(a\)|napisał|napisała|napisal|pisze|написал\(а\)|написала?|написав|написа|пишет|пише|писала?|kirjoitti|napsal\(a\)|napsala?|` +
	`napísal\(a\)|napísala?|írta|ezt írta|yazdı|şunu yazdı|skrifaði|a scris|je napisao|je napisala|έγραψε|kirjutas|rašė|rakstīja|viết|đã viết|quoting|citerar|citat från|zitat von|citando|citation de`

// wroteAsian are the same where words are not parted by blanks.
const wroteAsian = `写道|寫道|書きました|のメッセージ|作成|님이 작성|작성`

var (
	wroteWord = regexp.MustCompile(`(?i)(?:^|[\s,>"”])(?:` + wrote + `)(?:[\s:,-]|$)|` + wroteAsian)

	// when is a year, a date in figures or a time of day: enough to tell an announcement from prose.
	when = regexp.MustCompile(`\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d{2}\b|\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b|\d{4}年`)

	address = regexp.MustCompile(`[^\s<>@"]+@[^\s<>@"]+\.?[^\s<>@"]*`)
	clock   = regexp.MustCompile(`\b\d{1,2}[:.]\d{2}\b`)

	// stamped is the form of old Gmail: 2016-03-03 17:21 GMT+01:00 Some One
	stamped = regexp.MustCompile(`^\d{4}-\d{2}-\d{2},? \d{1,2}:\d{2}(?::\d{2})? ?(?:GMT|UTC)?[+-]\d{2}:?\d{2},? \S`)

	// original is the line above a whole mail, quoted or forwarded.
	original = regexp.MustCompile(`(?i)^[-_=#+\s>]*(?:begin |start of |början av |påbörja |anfang der |début du |inizio |inicio del |início da )?(?:(?:the )?original[- ]?(?:message|mail|e-mail)|forwarded (?:message|mail)|(?:ur)?s?prungligt (?:meddelande|e-?post(?:meddelande)?|brev)|original ?meddelande|vidarebefordra[td]e? (?:meddelande|brev|e-?post(?:meddelande)?)|ursprüngliche (?:nachricht|mail|e-mail)|original ?nachricht|weitergeleitete (?:nachricht|mail|e-mail)|message (?:d['’]origine|original|transféré|transmis)|courriel original|e-mail d['’]origine|mensaje (?:original|reenviado)|mensagem (?:original|encaminhada)|messaggio (?:originale|inoltrato)|(?:oorspronkelijk|doorgestuurd) bericht|oprindelig meddelelse|videresendt (?:meddelelse|melding)|opprinnelig melding|alkuperäinen viesti|välitetty viesti|(?:wiadomość oryginalna|oryginalna wiadomość|treść oryginalnej wiadomości|wiadomość przekazana|przekazana wiadomość|przekazywana wiadomość)|původní (?:zpráva|e-mail)|pôvodná správa|eredeti üzenet|исходное сообщение|пересылаемое сообщение|пересылаемое письмо|оригинальное сообщение|переслане повідомлення|оригінальне повідомлення|orijinal (?:mesaj|ileti)|mesaj original|原始邮件|原始郵件|転送メッセージ|元のメッセージ|원본 메시지)[-_=#+\s:<]*$`)

	// above is the line that ticket systems print: everything below it is theirs.
	above = regexp.MustCompile(`(?i)(?:reply|respond|answer|write|type|svar\w*|skriv\w*|antwort\w*|répon\w+|respond\w+|vastaa|odpowied\w+).{0,60}(?:above|ovanför|över|oberhalb|über|au-dessus|encima|boven|yläpuolel\w+|powyżej).{0,40}(?:line|rad(?:en)?|linje\w*|zeile|linie|ligne|línea|lijn|rivi\w*|lini\w*)`)

	// beginning is how an announcement that is wrapped over lines may begin: a preposition, a weekday or a figure.
	beginning = regexp.MustCompile(`(?i)^(?:[-–—_]+ ?)?(?:(?:on|den|am|le|el|op|il|em|dnia|w dniu|dne|dňa|på|kl|no dia|a|la|pe|în|om|at|vào|quoting|citerar|från|from|` +
		`m[åo]n|tis?|ons|tors?|fre|l[øö]r|s[øö]n|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|пн|вт|ср|чт|пт|сб|вс|нд)\p{L}{0,8}[.,]? |\d{1,4}[ .\-/年])`)

	ruleLine = regexp.MustCompile(`^[-_–—][-_–— ]{2,}$`)

	sentFrom = regexp.MustCompile(`(?i)^[-\s*]*(?:skickat? (?:från|med|via)|skickades från|hämta outlook|hämta \S+ för|sent (?:from|with|via|using|by) (?:my|mail|outlook|yahoo|the|an?|samsung|proton\S*|gmail|android|ios|windows|blackberry|iphone|ipad|\S+ for)|get outlook|get \S+ for|von meinem|gesendet (?:von|mit|über)|diese nachricht wurde von meinem|envoyé (?:de|depuis|à partir)|enviado (?:desde|do|de|a partir)|inviato (?:da|dal)|verstuurd (?:vanaf|met|door)|verzonden (?:vanaf|met)|sendt fra|lähetetty|wysłan[eo] z|отправлено (?:с|из)|надіслано (?:з|із)|odesláno z|odoslané z|trimis de|gönderildi|\S*umdan gönderildi)`)

	// sentence ends with a full stop and has several words.
	sentence = regexp.MustCompile(`\p{L}{2,}[ ,]+\S*\p{L}{2,}.*[.!…]["”)]?\s*$`)

	// contact is what signatures and footers hold.
	contact = regexp.MustCompile(`(?i)[^\s@]+@[^\s@]+\.\w|https?://|www\.|\b(?:tel|tfn|telefon|phone|mobil|mob|fax|växel)\b|\+\d{2,3}[ (\d-]{6,}|\b0\d{1,3}[- ]\d{2,3} ?\d{2} ?\d{2}|confidential|konfidentiell|sekretess|personuppgift|gdpr|unsubscribe|avregistrera|vertraulich`)
)

// headerRoles are the names of mail headers in the languages of mail programs.
var headerRoles = func() map[string]string {
	roles := map[string]string{}
	for role, names := range map[string]string{
		"from":    "from,från,avsändare,von,de,da,van,od,от,від,fra,lähettäjä,kimden,expéditeur,mittente,remitente,nadawca,feladó,frá,saatja,nuo,från den,发件人,寄件者,差出人,보낸 사람,送信者",
		"date":    "date,sent,sent on,sent at,datum,skickat,skickad,skickades,gesendet,gesendet am,envoyé,envoyé le,fecha,enviado,enviado el,enviada em,data,data invio,inviato,verzonden,verzonden op,wysłano,дата,отправлено,надіслано,sendt,dato,lähetetty,päivämäärä,tarih,gönderildi,odesláno,odoslané,dátum,elküldve,trimis,送信日時,日付,日期,发送时间,發送日期,보낸 날짜,날짜",
		"to":      "to,till,an,à,para,a,aan,do,кому,til,vastaanottaja,kime,komu,címzett,către,宛先,收件人,받는 사람",
		"cc":      "cc,kopia,kopie,kopi,kopio,dw,копия,копія,bcc,hemlig kopia,抄送,참조",
		"subject": "subject,ämne,rubrik,betreff,objet,asunto,assunto,oggetto,onderwerp,temat,тема,emne,aihe,konu,předmět,predmet,tárgy,subiect,efni,件名,主题,主旨,제목",
		"other":   "reply-to,reply to,svara till,antwort an,attachments,bilagor,bifogade filer,bifogad fil,anlagen,importance,prioritet,priority,wichtigkeit,message-id,mailed-by,responder a",
	} {
		for _, name := range strings.Split(names, ",") {
			roles[name] = role
		}
	}
	return roles
}()

// aboveWords must be in a line before above is asked, which is slow.
var aboveWords = []string{"above", "ovanf", "över", "oberhalb", "über", "au-dessus", "encima", "boven", "yläpuol", "powyżej"}

// isAnnouncement says whether a line (see normal) tells that quoted text follows.
func isAnnouncement(s string) bool {
	if len(s) < 6 {
		return false
	}
	end := strings.TrimRight(s, "-–—_ ")
	dashed := len(s)-len(end) >= 3
	ends := strings.HasSuffix(end, ":") || strings.HasSuffix(end, "：")
	switch {
	case len(s) < 120 && (ends || dashed || strings.ContainsRune("-_=#+", rune(s[0]))) && original.MatchString(s):
		return true
	case '0' <= s[0] && s[0] <= '9' && stamped.MatchString(s):
		return true
	case len(s) < 200 && asksForReplyAbove(s):
		return true
	case !ends && !dashed:
		return false
	case wroteWord.MatchString(s):
		return when.MatchString(s) || address.MatchString(s)
	}
	// Any other language: who, as an address, and when, as a time of day and a date.
	return !dashed && address.MatchString(s) && clock.MatchString(s) && (strings.HasSuffix(end, ">:") || when.MatchString(clock.ReplaceAllString(s, "")))
}

func asksForReplyAbove(s string) bool {
	lower := strings.ToLower(s)
	for _, word := range aboveWords {
		if strings.Contains(lower, word) {
			return above.MatchString(lower)
		}
	}
	return false
}
