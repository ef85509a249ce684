package tmf

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/exchange"
	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

func (s *service) list(c *web.Ctx) error {
	q, err := query(c.Request().URL.Query())
	if err != nil {
		return err
	}
	p, err := s.Exchange.List(c.Context(), c.Actor(), q)
	if err != nil {
		return err
	}
	out := make([]any, len(p.Cases))
	for i := range p.Cases {
		if out[i], err = tmf.Pick(p.Cases[i], c.Query("fields")); err != nil {
			return err
		}
	}
	h := c.Writer().Header()
	h.Set("X-Total-Count", strconv.Itoa(p.Total))
	h.Set("X-Result-Count", strconv.Itoa(len(out)))
	if next := max(q.Offset, 0) + len(out); len(out) > 0 && next < p.Total {
		v := c.Request().URL.Query()
		v.Set("offset", strconv.Itoa(next))
		h.Set("Link", "<"+tmf.Prefix+"/troubleTicket?"+v.Encode()+`>; rel="next"`)
	}
	return answer(c, http.StatusOK, "application/json", out)
}

// query reads what a list is asked for. A name that is none is refused: a filter that is not understood must not show
// more than was asked for.
func query(v url.Values) (exchange.Query, error) {
	var q exchange.Query
	var f errs.Fields
	for name, values := range v {
		value := strings.Join(values, ",")
		if !field(&q, name, value) {
			f.Add("query."+name, "tmf.error.query_name")
		}
	}
	return q, f.Err()
}

// field keeps one part of a query; false for a name or a value that is none.
func field(q *exchange.Query, name, value string) bool {
	var err error
	switch name {
	case "fields":
	case "offset":
		q.Offset, err = strconv.Atoi(value)
	case "limit":
		q.Limit, err = strconv.Atoi(value)
		if q.Limit == 0 {
			q.Limit = -1 // None was asked for, and none is a mistake.
		}
	case "sort":
		return sort(q, value)
	case "id":
		q.Named = true
		for _, x := range strings.Split(value, ",") {
			if id, ok := ticket.ParseID(x); ok {
				q.IDs = append(q.IDs, id)
			}
		}
	case "status":
		for _, x := range strings.Split(value, ",") {
			if !tmf.Status(x).Valid() {
				return false
			}
			q.Status = append(q.Status, tmf.Status(x))
		}
	case "severity":
		q.Severity = value
	case "ticketType":
		q.Type = value
	case "externalIdentifier.id":
		q.External = value
	default:
		return instants(q, name, value)
	}
	return err == nil
}

func sort(q *exchange.Query, value string) bool {
	rest, falls := strings.CutPrefix(value, "-")
	q.Oldest = !falls
	switch rest {
	case "creationDate", "id":
	case "lastUpdate":
		q.ByUpdate = true
	default:
		return false
	}
	return true
}

// instants reads creationDate.gte and its like.
func instants(q *exchange.Query, name, value string) bool {
	attribute, how, _ := strings.Cut(name, ".")
	at, err := time.Parse(time.RFC3339Nano, value)
	if err != nil {
		return false
	}
	from, before := &q.CreatedFrom, &q.CreatedBefore
	switch attribute {
	case "creationDate":
	case "lastUpdate":
		from, before = &q.UpdatedFrom, &q.UpdatedBefore
	default:
		return false
	}
	switch how {
	case "gte":
		*from = at
	case "gt":
		*from = at.Add(time.Microsecond)
	case "lt":
		*before = at
	case "lte":
		*before = at.Add(time.Microsecond)
	default:
		return false
	}
	return true
}
