select "cancel_asked_at" from "webhook_delivery" where "id" = $1 and "state" = $2 and "attempts" = $3 for update;

select "delivery"."state", "delivery"."attempts", "delivery"."cancel_asked_at", "delivery"."endpoint_id", "delivery"."forgotten_at", "endpoint"."disabled_at", "endpoint"."deleted_at" from "webhook_delivery" as "delivery" inner join "webhook_endpoint" as "endpoint" on "endpoint"."id" = "delivery"."endpoint_id" where "delivery"."id" = $1 for update of "delivery";

select "delivery".*, "endpoint"."url", "endpoint"."secret", "endpoint"."old_secret", "endpoint"."old_secret_until", "endpoint"."disabled_at", "endpoint"."deleted_at" from "webhook_delivery" as "delivery" inner join "webhook_endpoint" as "endpoint" on "endpoint"."id" = "delivery"."endpoint_id" where "delivery"."id" = $1 for update of "delivery";

select delivery.id, delivery.endpoint_id, endpoint.url, delivery.event, delivery.subject, delivery.state,
delivery.attempts, delivery.created_at, delivery.next_at, delivery.tried_at, delivery.settled_at,
delivery.replayed_at, delivery.status_code, delivery.error, delivery.took_ms, delivery.receiver_status,
delivery.external_id, delivery.payload, delivery.forgotten_at, delivery.cancel_asked_at is not null as is_cancel_asked,
endpoint.disabled_at is null and endpoint.deleted_at is null as is_endpoint_enabled
from webhook_delivery as delivery join webhook_endpoint as endpoint on endpoint.id = delivery.endpoint_id
where delivery.id = $1 order by delivery.created_at desc, delivery.id desc limit $2;

update "webhook_delivery" set "state" = $1, "attempts" = $2, "next_at" = $3, "lease_until" = $4, "tried_at" = $5 where "id" = $6;

update "webhook_delivery" set "state" = $1, "attempts" = $2, "next_at" = $3, "settled_at" = $4, "replayed_at" = $5, "error" = $6 where "id" = $7;

update "webhook_delivery" set "state" = $1, "lease_until" = $2, "next_at" = $3, "settled_at" = $4, "took_ms" = $5, "status_code" = $6, "error" = $7, "receiver_status" = $8, "external_id" = $9 where "id" = $10;
