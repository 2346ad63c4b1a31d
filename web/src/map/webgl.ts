let able: boolean | null = null;

/** Tells whether the browser can draw the map; tried once, since the first context takes its time. */
export function canDraw(): boolean {
  able ??= tryToDraw();
  return able;
}

/** Gives the trial context back. */
function tryToDraw(): boolean {
  const context = document.createElement('canvas').getContext('webgl2');
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
}
