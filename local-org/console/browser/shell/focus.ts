const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Moves the focus among elements with the arrow keys, Home and End, round and round. */
export function moveFocus(event: KeyboardEvent, elements: readonly HTMLElement[]): void {
  const step = STEPS[event.key];
  const at = elements.findIndex((element) => element === (element.getRootNode() as Document | ShadowRoot).activeElement || element.matches(':focus'));
  const next = event.key === 'Home' ? 0 : event.key === 'End' ? elements.length - 1 : step === undefined ? undefined : at === -1 ? (step > 0 ? 0 : elements.length - 1) : (at + step + elements.length) % elements.length;
  if (next === undefined || elements.length === 0) return;
  event.preventDefault();
  elements[next]?.focus();
}
