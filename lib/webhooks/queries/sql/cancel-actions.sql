select id, state, attempts from webhook_delivery
where subject = $1 and cancel_asked_at is null and event = 'moderation.action' and payload #>> '{data,action,type}' = any($2::text[]) order by id for update;

update webhook_delivery as self set cancel_asked_at = null,
attempts = case when state = 'cancelled' then 0 else attempts end,
settled_at = case when state = 'cancelled' then null else settled_at end,
next_at = case when state = 'cancelled' then date_trunc('milliseconds', clock_timestamp()) end,
state = case when state = 'cancelled' then 'pending' else state end
where subject = $1 and cancel_asked_at is not null and event = 'moderation.action' and payload #>> '{data,action,type}' = any($2::text[])
and (state <> 'cancelled' or $3)
and exists (select from webhook_endpoint where id = self.endpoint_id and deleted_at is null)
returning id, endpoint_id, next_at;
