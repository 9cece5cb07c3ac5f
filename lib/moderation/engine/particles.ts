/**
 * What Korean writes without a space behind a noun: particles, the copula, plurals and titles. One of them, or some in a row, may
 * follow a keyword; any other syllable makes it another word.
 */
const PARTICLES =
  '은 는 이 가 을 를 의 에 에서 에게 에게서 에겐 한테 한테서 께 께서 더러 보고 와 과 랑 이랑 하고 로 으로 로서 으로서 로써 으로써 ' +
  '도 만 까지 부터 마다 보다 처럼 같이 만큼 밖에 조차 마저 라도 이라도 나 이나 나마 이나마 든지 이든지 야 아 여 이여 요 이요 ' +
  '들 님 씨 네 이다 다 이네 이야 이에요 예요 에요 입니다 입니까 이라고 라고 이라는 라는 이란 란 인 인데 이고 고 이며 며 이지 지 이죠 죠 임'
const ONE = PARTICLES.split(' ')
  .sort((a, b) => b.length - a.length)
  .join('|')
const IN_A_ROW = new RegExp(`(?:${ONE}){1,3}(?![가-힣ㄱ-ㆎ])`, 'y')
/** Behind one syllable only those that seldom make another word of it: 개인 is no 개. */
const BEHIND_ONE = /(?:은|는|을|를|의|에게|한테|와|과|까지|부터|처럼|들(?:은|이|을|의|도)?)(?![가-힣ㄱ-ㆎ])/y
const HANGUL = /[가-힣ㄱ-ㆎ]/

/** Whether what follows a Korean word at an offset is nothing but particles. */
export function hasParticle(text: string, at: number): boolean {
  const particles = HANGUL.test(text[at - 2] ?? '') ? IN_A_ROW : BEHIND_ONE
  particles.lastIndex = at
  return particles.test(text)
}
