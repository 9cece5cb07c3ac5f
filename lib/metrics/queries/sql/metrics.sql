select metric.name,
coalesce(first_hour.at, first_day.day::timestamp at time zone state.day_zone) as first_at,
coalesce(last_hour.at, last_day.day::timestamp at time zone state.day_zone) as last_at
from rollup_state as state cross join metric
join series on series.metric_id = metric.id and series.labels = '{}'
left join lateral (select at from rollup_hour where series_id = series.id order by at limit 1) as first_hour on true
left join lateral (select at from rollup_hour where series_id = series.id order by at desc limit 1) as last_hour on true
left join lateral (select day from rollup_day where series_id = series.id order by day limit 1) as first_day on true
left join lateral (select day from rollup_day where series_id = series.id order by day desc limit 1) as last_day on true
where metric.name = any($1::text[]);
