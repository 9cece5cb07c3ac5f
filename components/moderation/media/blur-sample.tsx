/** A harmless picture, as pictures will look. */
export function BlurSample({ pixels, isGrey }: { pixels: number; isGrey: boolean }) {
  return (
    <div aria-hidden className="h-32 overflow-hidden rounded-control border border-line bg-sunken max-sm:w-40">
      <svg
        viewBox="0 0 160 128"
        className="size-full"
        style={{ filter: `blur(${pixels}px) ${isGrey ? 'grayscale(1)' : ''}` }}
      >
        <title>A house by a lake</title>
        <rect width="160" height="128" fill="#bfe3f2" />
        <circle cx="124" cy="30" r="15" fill="#f4c84e" />
        <path d="M0 84 48 34l34 36 26-22 52 36v44H0z" fill="#7aa874" />
        <rect y="92" width="160" height="36" fill="#3f86a8" />
        <path d="M34 64h36v28H34z" fill="#f2ede2" />
        <path d="m28 66 24-20 24 20z" fill="#b5493a" />
        <path d="M48 76h9v16h-9z" fill="#6b4a34" />
      </svg>
    </div>
  )
}
