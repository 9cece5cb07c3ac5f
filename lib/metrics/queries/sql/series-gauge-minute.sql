select (select value #>> '{}' from setting where key = 'zone') as zone, day_zone, is_complete,
(select jsonb_object_agg(metric.name, series.id) from metric join series
on series.metric_id = metric.id and series.labels = '{}') as totals
from rollup_state;

with
span as materialized (
select row_number() over () as span, * from unnest(
$1::int[],
$2::timestamptz[],
$3::timestamptz[]
) as span (series_id, from_at, to_at)
), before as (
select span.span, span.series_id, span.from_at, span.to_at, previous.value, previous.until,
date_bin(interval '1 minute', span.from_at, 'epoch') - interval '1 minute' as bucket
from span cross join lateral (
select value, at + seconds * $4::float8 * interval '1 second' as until from sample
where sample.series_id = span.series_id and sample.at < span.from_at and sample.at > span.from_at - interval '36 hours'
and sample.at < $5::timestamptz and sample.at > $6::timestamptz
order by sample.at desc limit 1
) as previous
), own as (
select span.span, span.series_id, span.from_at, span.to_at, bucket.* from span cross join lateral (
select bucket, count(*)::int as samples, sum(value order by at) as sum, min(value) as min, max(value) as max,
min(at) as first_at, (array_agg(value order by at))[1] as first, (array_agg(value order by at))[count(*)] as last,
max(at) + (array_agg(seconds order by at))[count(*)] * $7::float8 * interval '1 second' as last_until,
sum(value * held order by at) as value_seconds, sum(held order by at) as covered_seconds
from (
select at, bucket, value, seconds,
least(date_part('epoch', least(next_at, bucket + interval '1 minute', span.to_at) - at), seconds * $8::float8) as held
from (
select at, value, seconds, date_bin(interval '1 minute', at, 'epoch') as bucket, lead(at) over (order by at) as next_at
from sample where sample.series_id = span.series_id
and sample.at >= span.from_at and sample.at < span.to_at
and sample.at >= $9::timestamptz and sample.at < $10::timestamptz
) as sample offset 0
) as sample group by bucket
) as bucket
), ending as (
select span, series_id, from_at, bucket, value,
least(until, to_at, lead(first_at) over (partition by span order by bucket)) as until
from (
select span, series_id, from_at, to_at, bucket, last as value, last_until as until, first_at from own
union all select span, series_id, from_at, to_at, bucket, value, until, null from before
) as tail
), carried as (
select span, series_id, at as bucket, value,
date_part('epoch', least(until, at + interval '1 minute') - greatest(at, from_at)) as seconds
from ending cross join lateral generate_series(bucket + interval '1 minute', until - interval '1 microsecond', interval '1 minute') as at
where until > greatest(bucket + interval '1 minute', from_at)
), computed as (
select coalesce(own.series_id, carried.series_id) as series_id, coalesce(own.bucket, carried.bucket) as at,
coalesce(own.samples, 0) as samples, coalesce(own.sum, 0) as sum,
least(own.min, carried.value) as min, greatest(own.max, carried.value) as max,
coalesce(carried.value, own.first) as first, coalesce(own.last, carried.value) as last,
coalesce(carried.value * carried.seconds, 0) + coalesce(own.value_seconds, 0) as value_seconds,
coalesce(carried.seconds, 0) + coalesce(own.covered_seconds, 0) as covered_seconds
from own full join carried on carried.span = own.span and carried.bucket = own.bucket
),
piece as (select series_id, samples, sum, min, max, value_seconds, covered_seconds, at from computed)
select wanted.name as "group", width_bucket(piece.at, $11::timestamptz[]) as bucket,
sum(piece.samples)::int as samples, sum(piece.sum order by piece.at, piece.series_id) as sum,
min(piece.min) as min, max(piece.max) as max,
sum(piece.value_seconds order by piece.at, piece.series_id) as "valueSeconds",
sum(piece.covered_seconds order by piece.at, piece.series_id) as "coveredSeconds"
from piece join unnest($12::int[], $13::text[]) as wanted (id, name) on wanted.id = piece.series_id
group by 1, 2 order by 1, 2;
