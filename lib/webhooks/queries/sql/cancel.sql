select id, state, tried_at is not null as "wasTried" from webhook_delivery
where (subject = $1 or origin = $2) and cancel_asked_at is null order by id for update;

update webhook_delivery set cancel_asked_at = clock_timestamp(),
state = case when state in ('pending', 'dead') then 'cancelled' else state end,
settled_at = case when state = 'pending' then clock_timestamp() else settled_at end,
next_at = null
where id = any ($1::uuid[]);
