select date_trunc('hour', min(report.created_at)) as first_at, date_trunc('hour', max(report.created_at)) as last_at from moderation_report as report;

select metric.name,
min(coalesce(first_hour.at, first_day.day::timestamp at time zone state.day_zone)) as first_at,
max(coalesce(last_hour.at, last_day.day::timestamp at time zone state.day_zone)) as last_at,
case when exists (select from metric_definition where metric_id = metric.id) then (
select array_agg(distinct label) from series as every cross join unnest(every.level) as label
where every.metric_id = metric.id
) end as labels
from rollup_state as state cross join metric
join series on series.metric_id = metric.id and (series.labels = '{}' or not exists (
select from series as total where total.metric_id = metric.id and total.labels = '{}'))
left join lateral (select at from rollup_hour where series_id = series.id order by at limit 1) as first_hour on true
left join lateral (select at from rollup_hour where series_id = series.id order by at desc limit 1) as last_hour on true
left join lateral (select day from rollup_day where series_id = series.id order by day limit 1) as first_day on true
left join lateral (select day from rollup_day where series_id = series.id order by day desc limit 1) as last_day on true
where metric.name = any($1::text[]) group by metric.id;

select metric.name, title, unit, kind, group_name, source_text, definition, over_labels, direction, dimensions, numerator, denominator,
version, archived_at
from metric_definition join metric on metric.id = metric_definition.metric_id
where $1::text[] is null or metric.name = any($2::text[]);
