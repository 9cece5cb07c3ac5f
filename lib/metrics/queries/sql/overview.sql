select "key", "value" from "setting";

select "zone", "is_complete", "extended_to" from "activity_state";

select (select at from rollup_hour where series_id = $1 order by at limit 1) as hour,
(select day::timestamp at time zone $2 from rollup_day where series_id = $3 order by day limit 1) as day;

select (select value #>> '{}' from setting where key = 'zone') as zone, day_zone, is_complete,
(select jsonb_object_agg(metric.name, series.id) from metric join series
on series.metric_id = metric.id and series.labels = '{}') as totals
from rollup_state;

select count(*)::int as n from (
select span.member_id
from (
select member_id, sent_at as from_at, sent_at as to_at from message where sent_at >= date_trunc('day', $1::timestamptz, $2::text) - interval '3 hours' and sent_at < $3::timestamptz union all
select member_id, started_at as from_at, coalesce(ended_at, greatest(started_at, now())) as to_at from attendance
where started_at < $4::timestamptz and ended_at is null
union all
select member_id, started_at, ended_at from attendance where started_at < $5::timestamptz and ended_at >= date_trunc('day', $6::timestamptz, $7::text) - interval '3 hours' union all
select member_id, at as from_at, at as to_at from feature_usage
where at >= date_trunc('day', $8::timestamptz, $9::text) - interval '3 hours' and at < $10::timestamptz and member_id is not null) as span
join member on member.id = span.member_id
where member.first_active_on between ($11::timestamptz at time zone $12::text)::date
and ($13::timestamptz at time zone $14::text)::date
group by span.member_id
having min(from_at) >= $15::timestamptz and min(from_at) < $16::timestamptz union all select id as member_id from member
where first_active_on >= $17::date and first_active_on < $18::date) as fresh;

select count(*)::int as n from (
select span.member_id
from (
select member_id, sent_at as from_at, sent_at as to_at from message where sent_at >= date_trunc('day', $1::timestamptz, $2::text) - interval '3 hours' and sent_at < $3::timestamptz union all
select member_id, started_at as from_at, coalesce(ended_at, greatest(started_at, now())) as to_at from attendance
where started_at < $4::timestamptz and ended_at is null
union all
select member_id, started_at, ended_at from attendance where started_at < $5::timestamptz and ended_at >= date_trunc('day', $6::timestamptz, $7::text) - interval '3 hours' union all
select member_id, at as from_at, at as to_at from feature_usage
where at >= date_trunc('day', $8::timestamptz, $9::text) - interval '3 hours' and at < $10::timestamptz and member_id is not null) as span
join member on member.id = span.member_id
where member.first_active_on between ($11::timestamptz at time zone $12::text)::date
and ($13::timestamptz at time zone $14::text)::date
group by span.member_id
having min(from_at) >= $15::timestamptz and min(from_at) < $16::timestamptz) as fresh;

select count(distinct member_id)::int as n from (
select member_id from (
select member_id, sent_at as from_at, sent_at as to_at from message where sent_at >= $1::timestamptz and sent_at < $2::timestamptz union all
select member_id, started_at as from_at, coalesce(ended_at, greatest(started_at, now())) as to_at from attendance
where started_at < $3::timestamptz and ended_at is null
union all
select member_id, started_at, ended_at from attendance where started_at < $4::timestamptz and ended_at >= $5::timestamptz union all
select member_id, at as from_at, at as to_at from feature_usage
where at >= $6::timestamptz and at < $7::timestamptz and member_id is not null) as span
where from_at < $8::timestamptz and (to_at > $9::timestamptz or from_at >= $10::timestamptz) union all
select kept.member_id from (
select (((day) - date '2000-01-01' + 38400) / 384 - 100)::smallint as block, bit_or((B'100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000'::bit(384) >> (((day) - date '2000-01-01' + 38400) % 384))) as days
from (
select generate_series(0, $11::date - $12::date - 1) + $13::date as day
) as wanted group by 1
) as wanted join activity as kept on kept.block = wanted.block and kept.kind = any($14::text[])
and (kept.days & wanted.days) <> B'000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000'::bit(384)) as active;

select count(distinct member_id)::int as n from (
select member_id from (
select member_id, sent_at as from_at, sent_at as to_at from message where sent_at >= $1::timestamptz and sent_at < $2::timestamptz union all
select member_id, started_at as from_at, coalesce(ended_at, greatest(started_at, now())) as to_at from attendance
where started_at < $3::timestamptz and ended_at is null
union all
select member_id, started_at, ended_at from attendance where started_at < $4::timestamptz and ended_at >= $5::timestamptz union all
select member_id, at as from_at, at as to_at from feature_usage
where at >= $6::timestamptz and at < $7::timestamptz and member_id is not null) as span
where from_at < $8::timestamptz and (to_at > $9::timestamptz or from_at >= $10::timestamptz)) as active;

select day::text as start, last::int as members from rollup_day
where series_id = $1 and day >= $2::date and day < $3::date order by day;

select metric.name, newest.at, newest.value,
newest.at + newest.seconds * $1::float8 * interval '1 second' > $2::timestamptz as stands
from metric join series on series.metric_id = metric.id and series.labels = '{}'
cross join lateral (
select at, value, seconds from sample where sample.series_id = series.id and sample.at <= $3::timestamptz
order by at desc limit 1
) as newest
where metric.name = any($4::text[]);

select min(first_active_on)::timestamp at time zone (select zone from activity_state) as at from member;

with
piece as (select series_id, samples, sum, min, max, value_seconds, covered_seconds, at from "rollup_hour"
where series_id = any($1::int[]) and at >= $2::timestamptz and at < $3::timestamptz)
select wanted.name as "group", width_bucket(piece.at, $4::timestamptz[]) as bucket,
sum(piece.samples)::int as samples, sum(piece.sum order by piece.at, piece.series_id) as sum,
min(piece.min) as min, max(piece.max) as max,
sum(piece.value_seconds order by piece.at, piece.series_id) as "valueSeconds",
sum(piece.covered_seconds order by piece.at, piece.series_id) as "coveredSeconds"
from piece join unnest($5::int[], $6::text[]) as wanted (id, name) on wanted.id = piece.series_id
group by 1, 2 order by 1, 2;

with boundary as (
select distinct on (at) at, day::date as local from (
select day, case when earlier < later and earlier at time zone $1 >= day then earlier else later end as at
from (
select day, day at time zone $2 as later, (day - (
((day at time zone $3) - interval '24 hours') at time zone $4
- ((day at time zone $5) - interval '24 hours') at time zone 'UTC')) at time zone 'UTC' as earlier
from generate_series(date_trunc('day', $6::timestamptz at time zone $7), date_trunc('day', $8::timestamptz at time zone $9) + interval '1 day' * 2, interval '1 day') as day
) as midnight
) as start
order by at, day desc), bucket as (
select at, lead(at) over (order by at) as until, local from boundary
)
select (extract(epoch from "at") * 1000)::bigint as at, (extract(epoch from "until") * 1000)::bigint as until, local::text as local
from bucket where until > $10::timestamptz and at < $11::timestamptz order by bucket.at;

with piece as (select series_id, at, sum as n from (select series_id, samples, sum, min, max, value_seconds, covered_seconds, at from "rollup_hour"
where series_id = any($1::int[]) and at >= $2::timestamptz and at < $3::timestamptz) as rolled)
select wanted.name as "group", width_bucket(piece.at, $4::timestamptz[]) as bucket, sum(n) as n
from piece join unnest($5::int[], $6::text[]) as wanted (id, name)
on wanted.id = piece.series_id
group by 1, 2 order by 1, 2;
