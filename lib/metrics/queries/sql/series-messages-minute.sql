select (select at from rollup_hour where series_id = $1 order by at limit 1) as hour,
(select day::timestamp at time zone $2 from rollup_day where series_id = $3 order by day limit 1) as day;

select (select value #>> '{}' from setting where key = 'zone') as zone, day_zone, is_complete,
(select jsonb_object_agg(metric.name, series.id) from metric join series
on series.metric_id = metric.id and series.labels = '{}') as totals
from rollup_state;

with piece as (
select wanted.id as series_id, min(event.at) as at, count(*)::float8 as n
from (
select message.sent_at as at
from message
where message.sent_at >= $1::timestamptz and message.sent_at < $2::timestamptz
) as event
join unnest($3::int[]) as wanted ("id")
on true
group by wanted.id, width_bucket(event.at, $4::timestamptz[]))
select wanted.name as "group", width_bucket(piece.at, $5::timestamptz[]) as bucket, sum(n) as n
from piece join unnest($6::int[], $7::text[]) as wanted (id, name)
on wanted.id = piece.series_id
group by 1, 2 order by 1, 2;
