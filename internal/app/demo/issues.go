package demo

import "lotsen/internal/desk/ticket"

// issue is a sort of case as it comes again and again: what people write, what the desk asks, how it is solved.
type issue struct {
	category string // Swedish name of the category.
	kind     ticket.Kind
	second   bool // Goes on to the category's group.
	impact   int
	urgency  int
	titles   []string
	texts    []string // Each belongs to the title at the same place.
	asks     []string // What the desk asks for; may be empty.
	answers  []string // What the user answers.
	solved   []string
	paired   bool // Each solution belongs to the title at the same place.
}

var issues = []issue{
	{
		category: "Inloggning och lösenord", kind: ticket.Incident, impact: 3, urgency: 2,
		titles: []string{"Kan inte logga in", "Glömt lösenordet", "Kontot är låst", "Lösenordet har gått ut", "Kommer inte in på datorn"},
		texts: []string{
			"Jag har försökt logga in tre gånger och nu är kontot låst. Har lektion om en kvart.",
			"Efter lovet kommer jag inte ihåg lösenordet. Vad gör jag?",
			"Det står att kontot är låst. Jag har inte gjort något särskilt.",
			"Det står att lösenordet har gått ut men när jag byter säger den att det nya inte duger.",
			"Jag kommer till inloggningen men inte längre. Kollegan i rummet bredvid kommer in.",
		},
		asks:    []string{"Vilken dator sitter du vid, och vad står det i meddelandet?"},
		answers: []string{"Det är den bärbara, det står att användarnamn eller lösenord är fel."},
		solved:  []string{"Vi har låst upp kontot och du har fått ett tillfälligt lösenord.", "Lösenordet är återställt. Du får välja ett nytt vid nästa inloggning."},
	},
	{
		category: "Dator", kind: ticket.Incident, impact: 3, urgency: 3,
		titles: []string{"Datorn startar inte", "Datorn är mycket långsam", "Skärmen är svart", "Tangentbordet fungerar inte", "Batteriet laddar inte"},
		texts: []string{
			"När jag trycker på startknappen lyser lampan men inget händer på skärmen.",
			"Det tar tio minuter att starta på morgonen. Det har blivit värre de senaste veckorna.",
			"Datorn låter som vanligt men skärmen är helt svart.",
			"Bokstäverna å ä ö fungerar inte på tangentbordet längre.",
			"Den har stått på laddning hela natten och visar fortfarande noll procent.",
		},
		asks:    []string{"Har du provat en annan laddare? Finns det ett inventarienummer på undersidan?", "Kan du starta om den och säga vad du ser?"},
		answers: []string{"Ja, samma sak med kollegans laddare.", "Nu har jag startat om två gånger, ingen skillnad."},
		solved:  []string{"Datorn har fått ett nytt batteri.", "Vi har installerat om datorn. Dina filer ligger kvar i molnet.", "En dockningskabel satt löst. Nu fungerar det."},
	},
	{
		category: "Skrivare", kind: ticket.Incident, impact: 2, urgency: 3,
		titles: []string{"Skrivaren i personalrummet skriver inte ut", "Papperstrassel på plan 2", "Kan inte skriva ut från elevdatorn", "Utskrifter kommer inte ut", "Toner slut"},
		texts: []string{
			"Utskriften ligger kvar i kön. Vi är flera som har samma problem.",
			"Den säger att papper sitter fast men jag hittar inget i någon lucka.",
			"Eleverna ska lämna in på papper i dag men skrivaren finns inte i listan.",
			"När jag lägger kortet på läsaren händer ingenting.",
			"Skrivaren säger att tonern är slut men vi bytte i fredags.",
		},
		asks:    []string{"Vilken skrivare gäller det? Numret står på den gula lappen."},
		answers: []string{"Det står SKR-2041."},
		solved:  []string{"Utskriftskön är omstartad och utskrifterna har kommit ut.", "Ny toner är beställd och bytt.", "Kortläsaren behövde en omstart."},
	},
	{
		category: "Trådlöst nätverk", kind: ticket.Incident, second: true, impact: 1, urgency: 2,
		titles: []string{"Wifi fungerar inte i hus B", "Nätverket går upp och ner", "Eleverna kommer inte ut på nätet", "Dålig täckning i matsalen"},
		texts: []string{
			"Sedan i morse tappar alla i klassrum B12 till B16 nätet. Vi skulle ha nationella prov.",
			"Uppkopplingen försvinner någon minut och kommer tillbaka.",
			"Eleverna är uppkopplade men inga sidor laddas. Lärarnas datorer fungerar.",
			"I matsalen går det inte att koppla upp sig alls.",
		},
		asks:    []string{"Gäller det alla datorer i rummet eller bara några?"},
		answers: []string{"Alla, även telefonerna."},
		solved:  []string{"En accesspunkt var trasig och är utbytt.", "Switchen i hus B har fått ny programvara. Nätet är stabilt sedan i går.", "Vi har flyttat en accesspunkt så att täckningen blir bättre."},
	},
	{
		category: "E-post och kalender", kind: ticket.Incident, impact: 3, urgency: 3,
		titles: []string{"Får inga mejl", "Kan inte dela kalendern", "Mejlet fastnar i utkorgen", "Skräppost i brevlådan"},
		texts: []string{
			"Jag har inte fått ett enda mejl sedan i går eftermiddag.",
			"Kollegan ser inte min kalender fast jag har delat den.",
			"Jag skickade i morse och det ligger fortfarande kvar i utkorgen.",
			"Jag får massor av konstiga mejl om paket som jag inte har beställt. Är det farligt?",
		},
		asks:    []string{"Använder du webben eller programmet på datorn?"},
		answers: []string{"Programmet på datorn."},
		solved:  []string{"Brevlådan var full. Vi har utökat den.", "Behörigheten till kalendern är rättad.", "Avsändaren är spärrad. Bra att du hörde av dig – klicka inte på länkarna."},
	},
	{
		category: "Behörighet", kind: ticket.Request, impact: 3, urgency: 3,
		titles: []string{"Ny medarbetare behöver konto", "Behörighet till gemensam mapp", "Vikarie behöver inloggning", "Ta bort konto för person som slutat"},
		texts: []string{
			"Vi får en ny lärare på måndag som behöver konto och tillgång till vår mapp.",
			"Jag behöver komma åt mappen för elevhälsan.",
			"En vikarie börjar i morgon och ska vara här i två veckor.",
			"En kollega slutade i fredags. Kan ni stänga kontot?",
		},
		asks:    []string{"Har chefen godkänt? Vilken mapp gäller det?"},
		answers: []string{"Ja, rektorn har sagt ja. Mappen heter Elevhälsa."},
		solved:  []string{"Kontot är skapat och uppgifterna är lämnade till skolsekreteraren.", "Du har fått läsrättighet till mappen."},
	},
	{
		category: "Program och system", kind: ticket.Question, impact: 3, urgency: 3,
		titles: []string{"Hur delar jag en skärm i klassrummet?", "Var hittar jag programmet för bildbehandling?", "Hur lägger jag in frånvaro?", "Kan jag använda min egen platta?"},
		texts: []string{
			"Jag skulle vilja visa en film för klassen men projektorn visar bara skrivbordet.",
			"Vi brukade ha ett bildprogram på datorerna i salen men nu hittar jag det inte.",
			"Jag är ny och hittar inte var frånvaron ska läggas in.",
			"Får jag koppla in min egen surfplatta i klassrummet?",
		},
		solved: []string{"Tryck på Windows-tangenten och P och välj Duplicera.", "Programmet finns i Software Center. Sök på namnet och välj Installera.", "Frånvaron läggs in under fliken Närvaro i elevregistret.", "Ja, på gästnätet. Koden byts varje vecka och sitter i personalrummet."},
		paired: true,
	},
	{
		category: "Telefoni", kind: ticket.Incident, impact: 3, urgency: 3,
		titles: []string{"Telefonen ringer inte", "Kan inte koppla samtal", "Ny mobil går inte att aktivera", "Hänvisning ligger fel"},
		texts: []string{
			"När någon ringer expeditionen hörs ingen signal.",
			"Jag trycker på överför men samtalet bryts.",
			"Jag har fått ny mobil men kommer inte förbi aktiveringen.",
			"Den som ringer hör att jag är på semester. Jag är tillbaka sedan måndag.",
		},
		asks:    []string{"Vilket nummer gäller det?"},
		answers: []string{"Det är växelnumret till expeditionen."},
		solved:  []string{"Hänvisningen låg kvar sedan lovet och är borttagen.", "Mobilen är registrerad och klar att använda."},
	},
	{
		category: "Beröm och synpunkter", kind: ticket.Feedback, impact: 3, urgency: 3,
		titles: []string{"Tack för snabb hjälp!", "Förslag: längre öppettider i augusti", "Bra bemötande"},
		texts: []string{
			"Ville bara säga tack till den som hjälpte mig i morse. Det gick på fem minuter!",
			"I augusti börjar vi tidigt. Kan ni öppna redan klockan sju?",
			"Trevligt och tålmodigt, fast jag frågade samma sak tre gånger.",
		},
		solved: []string{"Tack! Det värmer. Vi har fört det vidare till gruppen.", "Tack för förslaget, vi tar upp det i planeringen inför hösten."},
	},
}
