select "key", "value" from "setting";

select (select count(distinct channel_id)::int from message
where sent_at >= $1::timestamptz and sent_at < $2::timestamptz) as active,
(select count(*)::int from channel) as channels;

select count(*)::int as n from (
select member_id from message where sent_at >= $1::timestamptz and sent_at < $2::timestamptz
union
select member_id from feature_usage where at >= $3::timestamptz and at < $4::timestamptz and member_id is not null
union
select member_id from attendance where ended_at is null and started_at <= $5::timestamptz
union
select member_id from attendance where ended_at > $6::timestamptz and started_at <= $7::timestamptz
) as online;

select count(*)::int as n from member
where coalesce(
member.joined_at, member.first_active_on::timestamp at time zone $1, member.created_at) <= $2::timestamptz and (left_at is null or left_at > $3::timestamptz);

select series.labels
from series join metric on metric.id = series.metric_id
cross join lateral (
select sample.value from sample
where sample.series_id = series.id and sample.at < $1::timestamptz and sample.at > $2::timestamptz
order by sample.at desc limit 1
) as newest
where metric.name = $3 and newest.value > 0
and exists (select from jsonb_each_text(series.labels) as label where label.value <> all($4::text[]));

with running as (
select * from instance where ended_at is null and started_at <= $1::timestamptz
union all
select * from instance where ended_at > $2::timestamptz and started_at <= $3::timestamptz)
select grouping(running.space_id) = 1 as total, running.space_id::text as label, count(*)::int as n,
count(distinct running.space_id)::int as spaces, count(distinct coalesce(running.scene, space.scene))::int as scenes
from running left join space on space.id = running.space_id
group by grouping sets ((), (running.space_id));

with running as (
select * from instance where ended_at is null and started_at <= $1::timestamptz
union all
select * from instance where ended_at > $2::timestamptz and started_at <= $3::timestamptz), present as (
select distinct open.member_id, running.channel_id
from (
select member_id, instance_id from attendance where ended_at is null and started_at <= $4::timestamptz
union all
select member_id, instance_id from attendance where ended_at > $5::timestamptz and started_at <= $6::timestamptz) as open join running on running.id = open.instance_id
where running.channel_id is not null
)
select grouping(channel_id) = 1 as total, channel_id::text as label, count(distinct member_id)::int as n
from present group by grouping sets ((), (channel_id));

with running as (
select * from instance where ended_at is null and started_at <= $1::timestamptz
union all
select * from instance where ended_at > $2::timestamptz and started_at <= $3::timestamptz), present as (
select open.member_id, running.space_id, count(*) as attendances
from (
select member_id, instance_id from attendance where ended_at is null and started_at <= $4::timestamptz
union all
select member_id, instance_id from attendance where ended_at > $5::timestamptz and started_at <= $6::timestamptz) as open join running on running.id = open.instance_id
group by open.member_id, running.space_id
)
select grouping(space_id) = 1 as total, space_id::text as label, count(distinct member_id)::int as n,
coalesce(sum(attendances), 0)::int as attendances
from present group by grouping sets ((), (space_id));
