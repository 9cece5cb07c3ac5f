/**
 * Ordinary words of languages, sentences in which they stand, in whatever case or form, and sentences in which they stand only
 * inside other words. Languages without spaces have none of the latter.
 */
export interface LanguageWords {
  language: string
  /** Each with sentences that hold it as a word, and such that hold it inside other words alone. */
  words: readonly (readonly [word: string, standsIn: readonly string[], isInside: readonly string[]])[]
}

export const WORDS_OF_LANGUAGES: readonly LanguageWords[] = [
  {
    language: 'English',
    words: [
      [
        'cat',
        ['The cat sleeps.', 'CAT! (cat)', "the cat's bowl", '*cat* and `cat`'],
        ['a category of cattle', 'scatter'],
      ],
      ['art', ['Modern art, please', '_art_ is long', 'art-deco'], ['the party starts', 'a smart heart']],
      ['rot', ['They rot.', 'ROT13? no: rot'], ['a carrot protest', 'rotten parrots']],
      ['he', ["he'll come", 'so he said'], ['the other sheep', 'helpers']],
    ],
  },
  {
    language: 'German',
    words: [
      ['ei', ['Ein Ei, bitte', 'EI oder Brot'], ['einer Reise', 'kein Eis, nur Geißlein', 'Würfelei']],
      ['straße', ['auf der Straße', 'AUF DER STRASSE', 'Straße!'], ['Straßenbahn', 'Hauptstraßen']],
      ['rund', ['Rund um die Uhr'], ['Grund und gründlich', 'Ärunde']],
      ['öl', ['Öl und Essig', 'ÖL'], ['Völker und Möller', 'Höll']],
    ],
  },
  {
    language: 'Russian',
    words: [
      ['рак', ['это рак!', 'Рак и щука', 'РАК'], ['большая драка', 'мрак и ракета', 'брак']],
      ['кот', ['мой кот спит', '«Кот» пришёл'], ['который час', 'скотч и котлета']],
      ['мир', ['мир вам', 'за МИР!'], ['кумир и мировой', 'Владимир']],
      ['ёж', ['ёж в тумане', 'ЁЖ'], ['ёжик', 'надёжный']],
    ],
  },
  {
    language: 'Greek',
    words: [
      ['οδός', ['η οδός είναι', 'ΟΔΌΣ'], ['περίοδος', 'οδόστρωμα και μέθοδός']],
      ['νερό', ['λίγο νερό', 'ΝΕΡΌ!'], ['φανερό', 'νερόμυλος']],
      ['και', ['εσύ και εγώ', 'Και;'], ['καιρός', 'δικαιοσύνη']],
    ],
  },
  {
    language: 'Arabic',
    words: [
      ['كس', ['هذا كس!', '"كس"'], ['شيء مكسور', 'كسل']],
      ['قط', ['عندي قط', 'قط، وكلب'], ['قطار', 'فقط']],
      ['بيت', ['في بيت كبير', 'بيت'], ['بيتزا', 'تثبيت']],
    ],
  },
  {
    language: 'Hebrew',
    words: [
      ['גן', ['הוא בתוך גן יפה', 'גן.'], ['מגן', 'גנב']],
      ['בית', ['יש בית', '(בית)'], ['ביתן', 'סביתרון']],
      ['צה"ל', ['חיילי צה"ל כאן'], ['צה"לית']],
    ],
  },
  {
    language: 'Turkish',
    words: [
      ['istanbul', ['İSTANBUL güzel', "İstanbul'da yağmur", 'istanbul'], ['istanbullu']],
      ['ısı', ['ısı yüksek', 'ISI'], ['ısınma', 'tısı']],
      ['sıkıntı', ['büyük sıkıntı', 'SIKINTI YOK'], ['sıkıntılı']],
      ['at', ['bir at koştu'], ['hata', 'atölye ve saat']],
      ['kısa', ['kısa bir an'], ['kısaca', 'takısar']],
    ],
  },
  {
    language: 'Hindi',
    words: [
      ['मत', ['ऐसा मत करो', '"मत"'], ['मतलब', 'मौत', 'सहमति', 'मति']],
      ['राम', ['राम आया।', 'राम'], ['रामायण', 'आराम', 'रामू']],
      ['कल', ['कल आना'], ['कला', 'नकली', 'शकल']],
    ],
  },
  {
    language: 'Korean',
    words: [
      ['바보', ['너 바보야', '바보는 싫어', '이 바보!', '바보들에게'], ['왕바보스럽다', '바보온달']],
      ['사기', ['사기를 당했다', '이건 사기입니다'], ['사기꾼', '도자사기점']],
      ['nitro', ['nitro를 받으세요', '무료nitro'], ['nitros를']],
    ],
  },
  {
    language: 'Japanese',
    words: [
      ['ばか', ['お前はばかだ', 'ばか！'], ['はか まいり', 'ぱか']],
      ['賭博', ['違法賭博サイト', '賭博'], ['賭けと博打']],
      ['nitro', ['無料nitroを配布', 'nitroが欲しい'], ['nitrosを']],
      ['ガチャ', ['ガチャを回す', '無料ガチャ'], ['カチャ']],
    ],
  },
  {
    language: 'Chinese',
    words: [
      ['赌博', ['网上赌博平台', '赌博！'], ['赌场和博物馆']],
      ['nitro', ['免费nitro领取'], ['免费nitros领取']],
    ],
  },
  {
    language: 'Thai',
    words: [
      ['มา', ['ฉันมาบ้าน', 'มา'], ['ม้า', 'เม่า']],
      ['พนัน', ['เว็บพนันออนไลน์'], ['พนักงาน']],
    ],
  },
]
