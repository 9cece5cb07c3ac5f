select * from "webhook_endpoint" where "id" = $1 and "deleted_at" is null for no key update;

update webhook_delivery set state = 'pending', attempts = 0, settled_at = null, error = null,
next_at = date_trunc('milliseconds', clock_timestamp()), replayed_at = clock_timestamp()
where id in (
select id from webhook_delivery
where endpoint_id = $1 and state = 'dead' and cancel_asked_at is null and forgotten_at is null
order by created_at, id limit $2 for update skip locked
)
returning id, endpoint_id, next_at;
