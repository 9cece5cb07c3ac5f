select
extract(isodow from at at time zone $1)::int as weekday, extract(hour from at at time zone $2)::int as hour, count(*) * $3::float8 as hours
from generate_series($4::timestamptz, $5::timestamptz - interval '1 microsecond',
$6::float8 * interval '1 hour') as at
group by 1, 2;

select
extract(isodow from at at time zone $1)::int as weekday, extract(hour from at at time zone $2)::int as hour, sum(sum order by at) as sum,
sum(value_seconds order by at) as value_seconds, sum(covered_seconds order by at) as covered_seconds
from (
select at, sum(sum order by series_id) as sum, sum(value_seconds order by series_id) as value_seconds,
max(covered_seconds) as covered_seconds
from (select series_id, samples, sum, min, max, value_seconds, covered_seconds, at from "rollup_hour"
where series_id = any($3::int[]) and at >= $4::timestamptz and at < $5::timestamptz) as piece group by at
) as piece
group by 1, 2;

select (select at from rollup_hour where series_id = $1 order by at limit 1) as hour,
(select day::timestamp at time zone $2 from rollup_day where series_id = $3 order by day limit 1) as day;

select (select value #>> '{}' from setting where key = 'zone') as zone, day_zone, is_complete,
(select jsonb_object_agg(metric.name, series.id) from metric join series
on series.metric_id = metric.id and series.labels = '{}') as totals
from rollup_state;
