select (select at from rollup_hour where series_id = $1 order by at limit 1) as hour,
(select day::timestamp at time zone $2 from rollup_day where series_id = $3 order by day limit 1) as day;

select (select value #>> '{}' from setting where key = 'zone') as zone, day_zone, is_complete,
(select jsonb_object_agg(metric.name, series.id) from metric join series
on series.metric_id = metric.id and series.labels = '{}') as totals
from rollup_state;

select id::text as id, name from "channel" where id = any($1::bigint[]);

select series.id, series.labels from series join metric on metric.id = series.metric_id
where metric.name = $1 and series.level = $2::text[]
order by series.id;

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

with piece as (select series_id, at, sum as n from (select series_id, samples, sum, min, max, value_seconds, covered_seconds, (day + time '12:00') at time zone $1 as at from rollup_day
where series_id = any($2::int[]) and day >= $3::date and day < $4::date) as rolled union all select series_id, at, sum as n from (select series_id, samples, sum, min, max, value_seconds, covered_seconds, at from "rollup_hour"
where series_id = any($5::int[]) and at >= $6::timestamptz and at < $7::timestamptz) as rolled)
select wanted.name as "group", width_bucket(piece.at, $8::timestamptz[]) as bucket, sum(n) as n
from piece join unnest($9::int[], $10::text[]) as wanted (id, name)
on wanted.id = piece.series_id
group by 1, 2 order by 1, 2;
