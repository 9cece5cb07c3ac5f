import { type Kysely, sql } from 'kysely'

/** Zones, and the other names of each that were accepted until now; PostgreSQL and Node did not take all of them for the same. */
const OTHER_NAMES = `
Africa/Asmara Africa/Asmera
Africa/Bamako Africa/Timbuktu
Africa/Cairo Egypt
Africa/Tripoli Libya
America/Adak America/Atka US/Aleutian
America/Anchorage US/Alaska
America/Argentina/Buenos_Aires America/Buenos_Aires
America/Argentina/Catamarca America/Argentina/ComodRivadavia America/Catamarca
America/Argentina/Cordoba America/Cordoba America/Rosario
America/Argentina/Jujuy America/Jujuy
America/Argentina/Mendoza America/Mendoza
America/Atikokan America/Coral_Harbour
America/Chicago CST6CDT US/Central
America/Denver America/Shiprock MST7MDT Navajo US/Mountain
America/Detroit US/Michigan
America/Edmonton America/Yellowknife Canada/Mountain
America/Halifax Canada/Atlantic
America/Havana Cuba
America/Indiana/Indianapolis America/Fort_Wayne America/Indianapolis US/East-Indiana
America/Indiana/Knox America/Knox_IN US/Indiana-Starke
America/Iqaluit America/Pangnirtung
America/Jamaica Jamaica
America/Kentucky/Louisville America/Louisville
America/Los_Angeles PST8PDT US/Pacific US/Pacific-New
America/Manaus Brazil/West
America/Mazatlan Mexico/BajaSur
America/Mexico_City Mexico/General
America/New_York EST5EDT US/Eastern
America/Noronha Brazil/DeNoronha
America/Nuuk America/Godthab
America/Panama EST
America/Phoenix MST US/Arizona
America/Regina Canada/Saskatchewan
America/Rio_Branco America/Porto_Acre Brazil/Acre
America/Santiago Chile/Continental
America/Sao_Paulo Brazil/East
America/St_Johns Canada/Newfoundland
America/St_Thomas America/Virgin
America/Tijuana America/Ensenada America/Santa_Isabel Mexico/BajaNorte
America/Toronto America/Montreal America/Nipigon America/Thunder_Bay Canada/Eastern
America/Vancouver Canada/Pacific
America/Whitehorse Canada/Yukon
America/Winnipeg America/Rainy_River Canada/Central
Antarctica/McMurdo Antarctica/South_Pole
Arctic/Longyearbyen Atlantic/Jan_Mayen
Asia/Ashgabat Asia/Ashkhabad
Asia/Dhaka Asia/Dacca
Asia/Ho_Chi_Minh Asia/Saigon
Asia/Hong_Kong Hongkong
Asia/Jerusalem Asia/Tel_Aviv Israel
Asia/Kathmandu Asia/Katmandu
Asia/Kolkata Asia/Calcutta
Asia/Macau Asia/Macao
Asia/Makassar Asia/Ujung_Pandang
Asia/Nicosia Europe/Nicosia
Asia/Seoul ROK
Asia/Shanghai Asia/Chongqing Asia/Chungking Asia/Harbin PRC
Asia/Singapore Singapore
Asia/Taipei ROC
Asia/Tehran Iran
Asia/Thimphu Asia/Thimbu
Asia/Tokyo Japan
Asia/Ulaanbaatar Asia/Choibalsan Asia/Ulan_Bator
Asia/Urumqi Asia/Kashgar
Asia/Yangon Asia/Rangoon
Atlantic/Faroe Atlantic/Faeroe
Atlantic/Reykjavik Iceland
Australia/Adelaide Australia/South
Australia/Brisbane Australia/Queensland
Australia/Broken_Hill Australia/Yancowinna
Australia/Darwin Australia/North
Australia/Hobart Australia/Currie Australia/Tasmania
Australia/Lord_Howe Australia/LHI
Australia/Melbourne Australia/Victoria
Australia/Perth Australia/West
Australia/Sydney Australia/ACT Australia/Canberra Australia/NSW
Europe/Athens EET
Europe/Brussels CET MET
Europe/Chisinau Europe/Tiraspol
Europe/Dublin Eire
Europe/Istanbul Asia/Istanbul Turkey
Europe/Kyiv Europe/Kiev Europe/Uzhgorod Europe/Zaporozhye
Europe/Lisbon Portugal WET
Europe/London Europe/Belfast GB GB-Eire
Europe/Moscow W-SU
Europe/Warsaw Poland
Pacific/Auckland NZ
Pacific/Chatham NZ-CHAT
Pacific/Chuuk Pacific/Truk Pacific/Yap
Pacific/Easter Chile/EasterIsland
Pacific/Honolulu HST Pacific/Johnston US/Hawaii
Pacific/Kanton Pacific/Enderbury
Pacific/Kwajalein Kwajalein
Pacific/Pago_Pago Pacific/Samoa US/Samoa
Pacific/Pohnpei Pacific/Ponape
UTC Etc/GMT Etc/GMT+0 Etc/GMT-0 Etc/GMT0 Etc/Greenwich Etc/UCT Etc/UTC Etc/Universal Etc/Zulu GMT GMT+0 GMT-0 GMT0 Greenwich UCT Universal Zulu
`

/**
 * Until now whatever Node takes for a time zone could be the community's. Other names become the zone that they mean, what is no zone
 * becomes UTC, and the audit log says so. What was kept by day in such a zone is counted anew.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const healed = await listHealed(db)
  if (healed.size === 0) return
  for (const [before, after] of healed) {
    await sql`update activity_state set zone = ${after}, is_complete = false where zone = ${before}`.execute(db)
    await sql`update rollup_state set day_zone = ${after}, is_complete = false where day_zone = ${before}`.execute(db)
    await sql`update transparency_report set content = jsonb_set(content, '{zone}', to_jsonb(${after}::text))
      where content ->> 'zone' = ${before}`.execute(db)
  }
  await countDaysAnew(db)
  await healSetting(db, healed)
}

/** Every zone that is stored and is not what it should be, with what it becomes. */
async function listHealed(db: Kysely<unknown>): Promise<Map<string, string>> {
  const { rows } = await sql<{ zone: string }>`
    select value #>> '{}' as zone from setting where key = 'zone'
    union select zone from activity_state union select day_zone from rollup_state
    union select content ->> 'zone' from transparency_report where content ? 'zone'`.execute(db)
  const { rows: names } = await sql<{ name: string }>`
    select name from pg_timezone_names where name !~ '^(posix|right)/'`.execute(db)
  const zones = new Map(names.filter(({ name }) => isKnownToNode(name)).map(({ name }) => [name.toLowerCase(), name]))
  for (const line of OTHER_NAMES.trim().split('\n')) {
    const [zone = '', ...others] = line.split(' ')
    for (const name of others) zones.set(name.toLowerCase(), zone)
  }
  return new Map(
    rows
      .map(({ zone }) => [zone, zones.get(/^[\w/+-]+$/.test(zone) ? zone.toLowerCase() : '') ?? 'UTC'] as const)
      .filter(([before, after]) => before !== after),
  )
}

function isKnownToNode(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

async function countDaysAnew(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql`select where to_regnamespace('graphile_worker') is not null and exists (
    select from activity_state, rollup_state where not (activity_state.is_complete and rollup_state.is_complete))`.execute(
    db,
  )
  if (rows.length === 0) return
  await sql`select graphile_worker.add_job(identifier => 'rebuild-days', payload => '{}'::json, queue_name => 'roll-up',
    max_attempts => 10, job_key => 'rebuild-days')`.execute(db)
}

async function healSetting(db: Kysely<unknown>, healed: ReadonlyMap<string, string>): Promise<void> {
  const { rows } = await sql<{ zone: string }>`select value #>> '{}' as zone from setting where key = 'zone'`.execute(
    db,
  )
  const before = rows[0]?.zone
  const after = before === undefined ? undefined : healed.get(before)
  if (after === undefined) return
  await sql`update setting set value = to_jsonb(${after}::text), updated_at = now(), updated_by = 'system'
    where key = 'zone'`.execute(db)
  await appendToLog(db, { address: null, after: { zone: after }, before: { zone: before } })
}

/** An entry like those of changed settings, hashed into the chain. @param detail with its members in order of their names */
async function appendToLog(db: Kysely<unknown>, detail: object): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('audit_chain'))`.execute(db)
  const text = JSON.stringify(detail)
  await sql`
    with last as (
      select coalesce(max(id), 0) + 1 as id, coalesce(
        (select hash from audit_entry order by id desc limit 1), decode(repeat('00', 32), 'hex')) as hash,
        date_trunc('milliseconds', clock_timestamp()) as at, uuid_send(gen_random_uuid()) as salt
      from audit_entry
    ), hashed as (
      select *, sha256(salt || convert_to(${text}, 'UTF8')) as detail_hash from last
    ), entry as (
      insert into audit_entry (id, at, actor_kind, action, target_kind, detail_hash, previous_hash, hash)
      select id, at, 'system', 'settings.changed', 'settings', detail_hash, hash, sha256(hash || convert_to(format(
        '[%s,"%s","system",null,"settings.changed","settings",null,"%s"]', id,
        to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), encode(detail_hash, 'hex')), 'UTF8'))
      from hashed returning id
    )
    insert into audit_detail (entry_id, salt, detail)
    select entry.id, hashed.salt, ${text}::jsonb from entry join hashed on true`.execute(db)
}
