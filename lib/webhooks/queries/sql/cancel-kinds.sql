select id, state, tried_at is not null as "wasTried" from webhook_delivery
where (subject = $1 or origin = $2) and kind = any($3::text[]) and cancel_asked_at is null order by id for update;

update webhook_delivery as self set cancel_asked_at = null,
attempts = case when state = 'cancelled' then 0 else attempts end,
settled_at = case when state = 'cancelled' then null else settled_at end,
next_at = case when state = 'cancelled' then $1::timestamptz end,
state = case when state = 'cancelled' then 'pending' else state end
where (subject = $2 or origin = $3) and kind = any($4::text[]) and cancel_asked_at is not null
and (state <> 'cancelled' or $5::timestamptz is not null)
and exists (select from webhook_endpoint where id = self.endpoint_id and deleted_at is null)
returning id, endpoint_id, next_at;
