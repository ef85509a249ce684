-- +goose Up
-- How much a sender has brought about within the hour is asked of each mail. A loop that sends thousands must not make
-- each further mail dearer.
drop index inbound_mail_sender;
create index inbound_mail_sender on inbound_mail (sender, outcome, mailbox_id, received_at);

-- +goose Down
drop index inbound_mail_sender;
create index inbound_mail_sender on inbound_mail (sender, received_at);
