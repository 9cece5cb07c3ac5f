select endpoint.id, endpoint.url, endpoint.events, endpoint.disabled_at, endpoint.disabled_reason,
case when endpoint.old_secret_until > clock_timestamp() then endpoint.old_secret_until end as old_secret_until,
endpoint.version, endpoint.created_at, endpoint.updated_at,
(select to_jsonb(last) from (
select id, event, state, status_code as "statusCode", tried_at as "triedAt", created_at as "createdAt"
from webhook_delivery where endpoint_id = endpoint.id order by created_at desc, id desc limit 1
) as last) as last_delivery,
(select count(*) from (
select from webhook_delivery where endpoint_id = endpoint.id and state = 'dead' and forgotten_at is null limit $1
) as dead) as dead_count
from webhook_endpoint as endpoint
where endpoint.deleted_at is null and (endpoint.created_at, endpoint.id) > ($2::timestamptz, $3::uuid) order by endpoint.created_at, endpoint.id limit $4;

select endpoint.id, endpoint.url, endpoint.events, endpoint.disabled_at, endpoint.disabled_reason,
case when endpoint.old_secret_until > clock_timestamp() then endpoint.old_secret_until end as old_secret_until,
endpoint.version, endpoint.created_at, endpoint.updated_at,
(select to_jsonb(last) from (
select id, event, state, status_code as "statusCode", tried_at as "triedAt", created_at as "createdAt"
from webhook_delivery where endpoint_id = endpoint.id order by created_at desc, id desc limit 1
) as last) as last_delivery,
(select count(*) from (
select from webhook_delivery where endpoint_id = endpoint.id and state = 'dead' and forgotten_at is null limit $1
) as dead) as dead_count
from webhook_endpoint as endpoint
where endpoint.deleted_at is null and endpoint.id = $2 order by endpoint.created_at, endpoint.id limit $3;

select endpoint.id, endpoint.url, endpoint.events, endpoint.disabled_at, endpoint.disabled_reason,
case when endpoint.old_secret_until > clock_timestamp() then endpoint.old_secret_until end as old_secret_until,
endpoint.version, endpoint.created_at, endpoint.updated_at,
(select to_jsonb(last) from (
select id, event, state, status_code as "statusCode", tried_at as "triedAt", created_at as "createdAt"
from webhook_delivery where endpoint_id = endpoint.id order by created_at desc, id desc limit 1
) as last) as last_delivery,
(select count(*) from (
select from webhook_delivery where endpoint_id = endpoint.id and state = 'dead' and forgotten_at is null limit $1
) as dead) as dead_count
from webhook_endpoint as endpoint
where endpoint.deleted_at is null and true order by endpoint.created_at, endpoint.id limit $2;
