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
(select jsonb_object_agg(metric.name, series.id) from metric join series
on series.metric_id = metric.id and series.labels = '{}') as totals
from rollup_state;

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
