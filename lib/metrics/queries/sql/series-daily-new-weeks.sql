select "key", "value" from "setting";

select "zone", "is_complete", "extended_to" from "activity_state";

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

select day::text as start, count(first.day)::int as members
from (select generate_series(0, $1::date - $2::date - 1) + $3::date as day) as days
left join (select first_active_on as day from member where first_active_on >= $4 and first_active_on < $5) as first using (day) group by day order by day;

select min(first_active_on)::timestamp at time zone (select zone from activity_state) as at from member;

with boundary as (
select distinct on (at) at, day::date as local from (
select day, case when earlier < later and earlier at time zone $1 >= day then earlier else later end as at
from (
select day, day at time zone $2 as later, (day - (
((day at time zone $3) - interval '24 hours') at time zone $4
- ((day at time zone $5) - interval '24 hours') at time zone 'UTC')) at time zone 'UTC' as earlier
from generate_series(date_trunc('week', date_trunc('day', $6::timestamptz at time zone $7)), date_trunc('day', $8::timestamptz at time zone $9) + interval '1 week' * 2, interval '1 week') as day
) as midnight
) as start
order by at, day desc), bucket as (
select at, lead(at) over (order by at) as until, local from boundary
)
select (extract(epoch from "at") * 1000)::bigint as at, (extract(epoch from "until") * 1000)::bigint as until, local::text as local
from bucket where until > $10::timestamptz and at < $11::timestamptz order by bucket.at;
