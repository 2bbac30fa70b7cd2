/** What the associate hears of a scan without looking: one short high tone for right, two low ones for wrong. */
export type ScanTone = 'good' | 'bad';

interface Beep {
  readonly hertz: number;
  readonly startMillis: number;
  readonly lengthMillis: number;
  readonly shape: OscillatorType;
}

const BEEPS: Readonly<Record<ScanTone, readonly Beep[]>> = {
  good: [{ hertz: 1320, startMillis: 0, lengthMillis: 80, shape: 'sine' }],
  bad: [
    { hertz: 196, startMillis: 0, lengthMillis: 140, shape: 'square' },
    { hertz: 165, startMillis: 180, lengthMillis: 220, shape: 'square' },
  ],
};
const VOLUME: Readonly<Record<ScanTone, number>> = { good: 0.25, bad: 0.2 };
const FADE_MILLIS = 12;
const STORAGE_KEY = 'holdfast.scanSound';
const MUTED = 'muted';

let context: AudioContext | undefined;

/** Is silence remembered on this device? */
export function isSoundMuted(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) === MUTED;
  } catch {
    return false;
  }
}

export function muteSound(isMuted: boolean): void {
  try {
    if (isMuted) localStorage.setItem(STORAGE_KEY, MUTED);
    else localStorage.removeItem(STORAGE_KEY);
  } catch {
    // A browser that stores nothing forgets the choice with the page; that is no reason to fail.
  }
}

/** Silent while muted, where the browser has no Web Audio, and before the first key or touch, when browsers let no page make a sound. */
export function playTone(tone: ScanTone): void {
  if (isSoundMuted() || !hasGesture()) return;
  const audio = openContext();
  if (audio === undefined) return;
  for (const beep of BEEPS[tone]) playBeep(audio, beep, VOLUME[tone]);
}

/** platform-facts: web-audio-in-components. */
function openContext(): AudioContext | undefined {
  if (typeof AudioContext === 'undefined') return undefined;
  context ??= new AudioContext();
  // A page that was hidden for long is suspended; the tone then sounds as soon as the device is ready.
  if (context.state === 'suspended') void context.resume();
  return context;
}

function hasGesture(): boolean {
  const activation = (navigator as Navigator & { readonly userActivation?: { readonly hasBeenActive: boolean } }).userActivation;
  return activation?.hasBeenActive ?? true;
}

/** The volume rises and falls within milliseconds, because a tone that is cut off clicks. */
function playBeep(audio: AudioContext, { hertz, startMillis, lengthMillis, shape }: Beep, volume: number): void {
  const start = audio.currentTime + startMillis / 1000;
  const end = start + lengthMillis / 1000;
  const gain = audio.createGain();
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(volume, start + FADE_MILLIS / 1000);
  gain.gain.setValueAtTime(volume, end - FADE_MILLIS / 1000);
  gain.gain.linearRampToValueAtTime(0, end);
  gain.connect(audio.destination);
  const oscillator = audio.createOscillator();
  oscillator.type = shape;
  oscillator.frequency.value = hertz;
  oscillator.connect(gain);
  oscillator.start(start);
  oscillator.stop(end);
}
