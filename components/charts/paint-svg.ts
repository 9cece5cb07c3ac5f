/**
 * Paints an SVG drawing of ours on a canvas, shape by shape with the styles as computed: the result has the page's own
 * fonts and colours, and nothing has to be loaded as a picture. Knows what our charts consist of: paths, lines, rectangles,
 * circles and one-line texts, without transforms.
 */
export function paintSvg(context: CanvasRenderingContext2D, svg: SVGSVGElement): void {
  for (const element of svg.querySelectorAll<SVGElement>('path, line, rect, circle, text')) {
    if (element.closest('defs, clipPath')) continue
    const style = getComputedStyle(element)
    if (element instanceof SVGTextElement) paintText(context, element, style)
    else paintShape(context, shapeOf(element), style)
  }
}

const numberOf = (element: Element, name: string): number => Number(element.getAttribute(name) ?? 0)

function shapeOf(element: SVGElement): Path2D {
  if (element instanceof SVGPathElement) return new Path2D(element.getAttribute('d') ?? '')
  const path = new Path2D()
  if (element instanceof SVGLineElement) {
    path.moveTo(numberOf(element, 'x1'), numberOf(element, 'y1'))
    path.lineTo(numberOf(element, 'x2'), numberOf(element, 'y2'))
  } else if (element instanceof SVGCircleElement) {
    path.arc(numberOf(element, 'cx'), numberOf(element, 'cy'), numberOf(element, 'r'), 0, Math.PI * 2)
  } else if (element instanceof SVGRectElement) {
    path.rect(numberOf(element, 'x'), numberOf(element, 'y'), numberOf(element, 'width'), numberOf(element, 'height'))
  }
  return path
}

const lengths = (list: string): number[] =>
  list === 'none' ? [] : list.split(/[\s,]+/).map((length) => Number.parseFloat(length))

function paintShape(context: CanvasRenderingContext2D, shape: Path2D, style: CSSStyleDeclaration): void {
  if (style.fill !== 'none') {
    context.globalAlpha = Number(style.fillOpacity)
    context.fillStyle = style.fill
    context.fill(shape)
  }
  if (style.stroke !== 'none') {
    context.globalAlpha = Number(style.strokeOpacity)
    context.strokeStyle = style.stroke
    context.lineWidth = Number.parseFloat(style.strokeWidth)
    context.lineJoin = style.strokeLinejoin === 'round' ? 'round' : 'miter'
    context.setLineDash(lengths(style.strokeDasharray))
    context.stroke(shape)
    context.setLineDash([])
  }
  context.globalAlpha = 1
}

const ALIGN: Record<string, CanvasTextAlign> = { start: 'left', middle: 'center', end: 'right' }

function paintText(context: CanvasRenderingContext2D, element: SVGTextElement, style: CSSStyleDeclaration): void {
  context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
  context.fillStyle = style.fill
  context.textAlign = ALIGN[style.textAnchor] ?? 'left'
  context.textBaseline = 'alphabetic'
  context.fillText(element.textContent ?? '', numberOf(element, 'x'), numberOf(element, 'y') + numberOf(element, 'dy'))
}
