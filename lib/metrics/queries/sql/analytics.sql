select count(*)::int as total from (
select sample.series_id, sample.at, known.type, sample.value, sample.metadata
from (
select series.id, named.type from series join metric on metric.id = series.metric_id
join unnest($1::text[], $2::text[]) as named (name, type)
on named.name = metric.name
where series.labels = '{}'
) as known join sample on sample.series_id = known.id) as record where ("record"."type" = cast($3 as text) and "record"."at" >= cast($4 as timestamptz) and "record"."at" <= cast($5 as timestamptz));

select series_id, at, extract(epoch from at) * 1000000 as micros, type, value, metadata
from (
select sample.series_id, sample.at, known.type, sample.value, sample.metadata
from (
select series.id, named.type from series join metric on metric.id = series.metric_id
join unnest($1::text[], $2::text[]) as named (name, type)
on named.name = metric.name
where series.labels = '{}'
) as known join sample on sample.series_id = known.id) as record where ("record"."type" = cast($3 as text) and "record"."at" >= cast($4 as timestamptz) and "record"."at" <= cast($5 as timestamptz))
order by record.at, record.series_id limit $6 offset $7;
