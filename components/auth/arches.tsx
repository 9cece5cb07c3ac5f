const RADII = [90, 150, 210, 270, 330, 390, 450, 510]
const MIDDLE = 600
const SPRING = 620
const GROUND = 1200

/** The hall's doors, one within the other, as faint lines behind the card. */
export function Arches() {
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${MIDDLE * 2} ${GROUND}`}
      preserveAspectRatio="xMidYMid slice"
      className="pointer-events-none absolute inset-0 size-full fill-none stroke-line [mask-image:radial-gradient(ellipse_at_center,black_30%,transparent_75%)]"
    >
      {RADII.map((radius) => (
        <path
          key={radius}
          d={`M${MIDDLE - radius} ${GROUND} V${SPRING} a${radius} ${radius} 0 0 1 ${radius * 2} 0 V${GROUND}`}
        />
      ))}
    </svg>
  )
}
