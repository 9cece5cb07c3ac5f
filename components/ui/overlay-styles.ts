/** What dims the page behind a dialog. */
export const overlayStyles =
  'fixed inset-0 z-40 bg-scrim data-[state=closed]:animate-fade-out data-[state=open]:animate-fade-in'
