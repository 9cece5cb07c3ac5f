update webhook_delivery set forget_when_settled = true
where subject = any($1::text[]) and not forget_when_settled;

update webhook_delivery set forget_when_settled = true
where subject = any($1::text[]) and not forget_when_settled
and payload #>> '{data,reporter,id}' = $2;

update webhook_delivery set forget_when_settled = true where id in (
select id from webhook_delivery where state = any($1::text[]) and settled_at < $2
and settled_at is not null and forgotten_at is null limit 5000
);
