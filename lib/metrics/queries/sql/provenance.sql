(select at, value, seconds, run_id, origin, metadata from sample
where series_id = any($1::int[]) and at >= $2::timestamptz and at < $3::timestamptz
order by at desc limit $4)
union all
(select at, value, seconds, run_id, origin, metadata from sample
where series_id = any($5::int[]) and at < $6::timestamptz
and at > $7::timestamptz - $8::int * interval '1 hour'
order by at desc limit 1)
order by at desc;

select (select value #>> '{}' from setting where key = 'zone') as zone, day_zone, is_complete,
(select series.id from series join metric on metric.id = series.metric_id
where metric.name = $1 and series.labels = '{}') as total_id
from rollup_state;

with
piece as (select series_id, samples, sum, min, max, value_seconds, covered_seconds, at from "rollup_hour"
where series_id = any($1::int[]) and at >= $2::timestamptz and at < $3::timestamptz)
select wanted.name as "group", width_bucket(piece.at, $4::timestamptz[]) as bucket,
sum(piece.samples)::int as samples, sum(piece.sum order by piece.at, piece.series_id) as sum,
min(piece.min) as min, max(piece.max) as max,
sum(piece.value_seconds order by piece.at, piece.series_id) as "valueSeconds",
sum(piece.covered_seconds order by piece.at, piece.series_id) as "coveredSeconds"
from piece join unnest($5::int[], $6::text[]) as wanted (id, name)
on wanted.id = piece.series_id
group by 1, 2 order by 1, 2;

with boundary as (
select at, null::date as local from (
select at, at at time zone $1 as shown, lag(at at time zone $2) over (order by at) as before
from generate_series(
date_bin('15 minutes', $3::timestamptz, 'epoch') - interval '2 hours',
$4::timestamptz + interval '2 hours', interval '15 minutes') as at
) as quarter
where extract(minute from shown) = 0 or mod(extract(minute from shown - before)::int, 60) <> 15), bucket as (
select at, lead(at) over (order by at) as until, local from boundary
)
select at, until, local::text as local from bucket
where until > $5::timestamptz and at < $6::timestamptz order by at;
