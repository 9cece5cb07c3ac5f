insert into webhook_delivery (endpoint_id, event, subject, kind, origin, until, payload, next_at)
select endpoint.id, given.event, given.subject, given.kind, given.origin, given.until, given.payload,
coalesce(given.not_before, date_trunc('milliseconds', now()))
from jsonb_to_recordset($1::jsonb)
as given (event text, subject text, kind text, origin text, until timestamptz, payload jsonb, not_before timestamptz)
join webhook_endpoint as endpoint on given.event = any (endpoint.events)
where endpoint.deleted_at is null and endpoint.disabled_at is null
returning id, endpoint_id, next_at;
