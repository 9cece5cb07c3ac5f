select delivery.id, delivery.endpoint_id, endpoint.url, delivery.event, delivery.subject, delivery.state,
delivery.attempts, delivery.created_at, delivery.next_at, delivery.tried_at, delivery.settled_at,
delivery.replayed_at, delivery.status_code, delivery.error, delivery.took_ms, delivery.receiver_status,
delivery.external_id, delivery.payload, delivery.forgotten_at, delivery.cancel_asked_at is not null as is_cancel_asked,
endpoint.disabled_at is null and endpoint.deleted_at is null as is_endpoint_enabled
from webhook_delivery as delivery join webhook_endpoint as endpoint on endpoint.id = delivery.endpoint_id
where true and (delivery.created_at, delivery.id) < ($1::timestamptz, $2::uuid) order by delivery.created_at desc, delivery.id desc limit $3;

select delivery.id, delivery.endpoint_id, endpoint.url, delivery.event, delivery.subject, delivery.state,
delivery.attempts, delivery.created_at, delivery.next_at, delivery.tried_at, delivery.settled_at,
delivery.replayed_at, delivery.status_code, delivery.error, delivery.took_ms, delivery.receiver_status,
delivery.external_id, delivery.payload, delivery.forgotten_at, delivery.cancel_asked_at is not null as is_cancel_asked,
endpoint.disabled_at is null and endpoint.deleted_at is null as is_endpoint_enabled
from webhook_delivery as delivery join webhook_endpoint as endpoint on endpoint.id = delivery.endpoint_id
where true order by delivery.created_at desc, delivery.id desc limit $1;
