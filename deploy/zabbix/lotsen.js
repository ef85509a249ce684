// Webhook of Zabbix's media type "Lotsen": tells Lotsen of a problem and of its end. Zabbix runs it in an old JavaScript.
try {
    var params = JSON.parse(value);
    if (!params.lotsen_url || !params.lotsen_secret) {
        throw 'lotsen_url and lotsen_secret must be set in the media type';
    }
    if (params.event_source !== '0') {
        throw 'only events of triggers are told';
    }
    var body = {}, tags = {};
    ['event_id', 'event_value', 'event_update', 'event_nseverity', 'event_name', 'event_opdata', 'event_date', 'event_time',
        'trigger_id', 'trigger_description', 'host', 'item', 'host_groups', 'url'].forEach(function (name) {
        body[name] = params[name] || '';
    });
    try {
        JSON.parse(params.event_tags).forEach(function (t) { tags[t.tag] = t.value; });
    } catch (e) {
        // Without tags it is an alarm all the same.
    }
    body.tags = tags;

    var request = new HttpRequest();
    request.addHeader('Content-Type: application/json');
    request.addHeader('Authorization: Bearer ' + params.lotsen_secret);
    var answer = request.post(params.lotsen_url, JSON.stringify(body));
    if (request.getStatus() < 200 || request.getStatus() >= 300) {
        throw 'Lotsen answered ' + request.getStatus();
    }
    // The case goes back to the event as tags.
    var heard = JSON.parse(answer), out = {tags: {}};
    if (heard.ticket) {
        out.tags.__lotsen_ticket = heard.ticket;
        out.tags.__lotsen_url = heard.url;
    }
    return JSON.stringify(out);
} catch (error) {
    Zabbix.log(3, '[Lotsen] ' + error);
    throw 'Lotsen: ' + error;
}
