(select id, endpoint_id from webhook_delivery
where state = 'pending' and next_at < clock_timestamp() - $1::int * interval '1 second'
order by next_at limit $2)
union all
(select id, endpoint_id from webhook_delivery
where state = 'sending' and lease_until < clock_timestamp() - $3::int * interval '1 second'
order by lease_until limit $4);
