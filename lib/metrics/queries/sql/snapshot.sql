select "key", "value" from "setting";

select labels, value, metadata from (
select $1::timestamptz as at, '{}'::jsonb as labels, count(*)::int as value, null::jsonb as metadata from channel) as counted where at = $2::timestamptz;

select labels, value, metadata from (
select at, '{}'::jsonb as labels, count(distinct channel_id)::int as value, null::jsonb as metadata from (select (date_bin(interval '1 second' * $1::int, sent_at, $2::timestamptz) + interval '1 second' * $3::int) as at, channel_id from message
where sent_at >= $4::timestamptz - interval '1 second' * $5::int and sent_at < $6::timestamptz) as present group by at) as counted where at = $7::timestamptz;

select labels, value, metadata from (
select at, '{}'::jsonb as labels, count(distinct member_id)::int as value, null::jsonb as metadata from (
select slot as at, member_id from "message"
cross join lateral
generate_series(greatest((date_bin(interval '1 second' * $1::int, "sent_at", $2::timestamptz) + interval '1 second' * $3::int), $4::timestamptz),
least(coalesce("sent_at" + interval '1 minute' * 5 + interval '1 microsecond', 'infinity'), $5::timestamptz) - interval '1 microsecond', interval '1 second' * $6::int) as slot
where "sent_at" >= $7::timestamptz - interval '1 minute' * 5 and "sent_at" < $8::timestamptz
and greatest((date_bin(interval '1 second' * $9::int, "sent_at", $10::timestamptz) + interval '1 second' * $11::int), $12::timestamptz) <= "sent_at" + interval '1 minute' * 5
and member_id is not null
union all
select slot as at, member_id from "feature_usage"
cross join lateral
generate_series(greatest((date_bin(interval '1 second' * $13::int, "at", $14::timestamptz) + interval '1 second' * $15::int), $16::timestamptz),
least(coalesce("at" + interval '1 minute' * 5 + interval '1 microsecond', 'infinity'), $17::timestamptz) - interval '1 microsecond', interval '1 second' * $18::int) as slot
where "at" >= $19::timestamptz - interval '1 minute' * 5 and "at" < $20::timestamptz
and greatest((date_bin(interval '1 second' * $21::int, "at", $22::timestamptz) + interval '1 second' * $23::int), $24::timestamptz) <= "at" + interval '1 minute' * 5
and member_id is not null
union all
select slot, member_id from (
select member_id, instance_id, started_at, ended_at from attendance
where ended_at is null and started_at < $25::timestamptz
union all
select member_id, instance_id, started_at, ended_at from attendance
where ended_at > $26::timestamptz - interval '1 minute' * 5 and started_at < $27::timestamptz) as stay
cross join lateral
generate_series(greatest((date_bin(interval '1 second' * $28::int, ("stay"."started_at" - interval '1 microsecond'), $29::timestamptz) + interval '1 second' * $30::int), $31::timestamptz),
least(coalesce(stay.ended_at + interval '1 minute' * 5, 'infinity'), $32::timestamptz) - interval '1 microsecond', interval '1 second' * $33::int) as slot) as present group by at) as counted where at = $34::timestamptz;

select labels, value, metadata from (
select at, '{}'::jsonb as labels, count(distinct scene)::int as value, null::jsonb as metadata from (
select slot as at, running.id, running.space_id, coalesce(running.scene, space.scene) as scene
from (
select id, space_id, channel_id, scene, started_at, ended_at from instance
where ended_at is null and started_at < $1::timestamptz
union all
select id, space_id, channel_id, scene, started_at, ended_at from instance
where ended_at > $2::timestamptz and started_at < $3::timestamptz) as running left join space on space.id = running.space_id
cross join lateral
generate_series(greatest((date_bin(interval '1 second' * $4::int, ("running"."started_at" - interval '1 microsecond'), $5::timestamptz) + interval '1 second' * $6::int), $7::timestamptz),
least(coalesce(running.ended_at, 'infinity'), $8::timestamptz) - interval '1 microsecond', interval '1 second' * $9::int) as slot) as present group by at) as counted where at = $10::timestamptz;

select labels, value, metadata from (
select at, '{}'::jsonb as labels, count(distinct space_id)::int as value, null::jsonb as metadata from (
select slot as at, running.id, running.space_id, coalesce(running.scene, space.scene) as scene
from (
select id, space_id, channel_id, scene, started_at, ended_at from instance
where ended_at is null and started_at < $1::timestamptz
union all
select id, space_id, channel_id, scene, started_at, ended_at from instance
where ended_at > $2::timestamptz and started_at < $3::timestamptz) as running left join space on space.id = running.space_id
cross join lateral
generate_series(greatest((date_bin(interval '1 second' * $4::int, ("running"."started_at" - interval '1 microsecond'), $5::timestamptz) + interval '1 second' * $6::int), $7::timestamptz),
least(coalesce(running.ended_at, 'infinity'), $8::timestamptz) - interval '1 microsecond', interval '1 second' * $9::int) as slot) as present group by at) as counted where at = $10::timestamptz;

select labels, value, metadata from (
select at, case when grouping("channel_id") = 1 then '{}' else jsonb_build_object($1::text, "channel_id"::text) end as labels,
count(distinct member_id)::int as value, case when grouping("channel_id") = 1 then null::jsonb end as metadata
from (select * from (
select slot as at, stay.member_id, instance.space_id, instance.channel_id
from (
select member_id, instance_id, started_at, ended_at from attendance
where ended_at is null and started_at < $2::timestamptz
union all
select member_id, instance_id, started_at, ended_at from attendance
where ended_at > $3::timestamptz - interval '1 minute' * 5 and started_at < $4::timestamptz) as stay join (
select id, space_id, channel_id, scene, started_at, ended_at from instance
where ended_at is null and started_at < $5::timestamptz
union all
select id, space_id, channel_id, scene, started_at, ended_at from instance
where ended_at > $6::timestamptz and started_at < $7::timestamptz) as instance on instance.id = stay.instance_id
cross join lateral
generate_series(greatest((date_bin(interval '1 second' * $8::int, ("stay"."started_at" - interval '1 microsecond'), $9::timestamptz) + interval '1 second' * $10::int), $11::timestamptz),
least(coalesce(stay.ended_at, 'infinity'), $12::timestamptz) - interval '1 microsecond', interval '1 second' * $13::int) as slot
where (instance.ended_at is null or instance.ended_at > slot) and instance.started_at <= slot) as every where channel_id is not null) as present group by grouping sets ((at), (at, "channel_id"))
having grouping("channel_id") = 1 or "channel_id" is not null) as counted where at = $14::timestamptz;

select labels, value, metadata from (
select at, case when grouping("space_id") = 1 then '{}' else jsonb_build_object($1::text, "space_id"::text) end as labels,
count(*)::int as value, case when grouping("space_id") = 1 then null::jsonb end as metadata
from (
select slot as at, running.id, running.space_id, coalesce(running.scene, space.scene) as scene
from (
select id, space_id, channel_id, scene, started_at, ended_at from instance
where ended_at is null and started_at < $2::timestamptz
union all
select id, space_id, channel_id, scene, started_at, ended_at from instance
where ended_at > $3::timestamptz and started_at < $4::timestamptz) as running left join space on space.id = running.space_id
cross join lateral
generate_series(greatest((date_bin(interval '1 second' * $5::int, ("running"."started_at" - interval '1 microsecond'), $6::timestamptz) + interval '1 second' * $7::int), $8::timestamptz),
least(coalesce(running.ended_at, 'infinity'), $9::timestamptz) - interval '1 microsecond', interval '1 second' * $10::int) as slot) as present group by grouping sets ((at), (at, "space_id"))
having grouping("space_id") = 1 or "space_id" is not null) as counted where at = $11::timestamptz;

select labels, value, metadata from (
select at, case when grouping("space_id") = 1 then '{}' else jsonb_build_object($1::text, "space_id"::text) end as labels,
count(distinct member_id)::int as value, case when grouping("space_id") = 1 then jsonb_build_object('attendances', count(*)) end as metadata
from (
select slot as at, stay.member_id, instance.space_id, instance.channel_id
from (
select member_id, instance_id, started_at, ended_at from attendance
where ended_at is null and started_at < $2::timestamptz
union all
select member_id, instance_id, started_at, ended_at from attendance
where ended_at > $3::timestamptz - interval '1 minute' * 5 and started_at < $4::timestamptz) as stay join (
select id, space_id, channel_id, scene, started_at, ended_at from instance
where ended_at is null and started_at < $5::timestamptz
union all
select id, space_id, channel_id, scene, started_at, ended_at from instance
where ended_at > $6::timestamptz and started_at < $7::timestamptz) as instance on instance.id = stay.instance_id
cross join lateral
generate_series(greatest((date_bin(interval '1 second' * $8::int, ("stay"."started_at" - interval '1 microsecond'), $9::timestamptz) + interval '1 second' * $10::int), $11::timestamptz),
least(coalesce(stay.ended_at, 'infinity'), $12::timestamptz) - interval '1 microsecond', interval '1 second' * $13::int) as slot
where (instance.ended_at is null or instance.ended_at > slot) and instance.started_at <= slot) as present group by grouping sets ((at), (at, "space_id"))
having grouping("space_id") = 1 or "space_id" is not null) as counted where at = $14::timestamptz;

select labels, value, metadata from (
with known as (
select coalesce(
member.joined_at, member.first_active_on::timestamp at time zone $1, member.created_at) as joined_at, left_at from member
),
change as (
select joined_at as at, 1 as by from known where left_at is null or left_at > joined_at
union all select left_at, -1 from known where left_at > joined_at
),
sums as (
select greatest((date_bin(interval '1 second' * $2::int, (at - interval '1 microsecond'), $3::timestamptz) + interval '1 second' * $4::int), $5::timestamptz) as at, sum(by) as by
from change where at < $6::timestamptz group by 1
)
select slot as at, '{}'::jsonb as labels, coalesce(sum(sums.by) over (order by slot), 0)::int as value, null::jsonb as metadata
from
generate_series(greatest($7::timestamptz, $8::timestamptz),
least(coalesce(null::timestamptz, 'infinity'), $9::timestamptz) - interval '1 microsecond', interval '1 second' * $10::int) as slot left join sums on sums.at = slot) as counted where at = $11::timestamptz;

select series.labels
from series join metric on metric.id = series.metric_id
cross join lateral (
select sample.value from sample
where sample.series_id = series.id and sample.at < $1::timestamptz and sample.at > $2::timestamptz
order by sample.at desc limit 1
) as newest
where metric.name = $3 and newest.value > 0 and series.level <> '{}'
and series.labels <> all($4::jsonb[]);
