import { isSoundMuted, muteSound, playTone } from 'c/scanSound';

class FakeAudio {
  static readonly started: number[] = [];
  readonly currentTime = 0;
  readonly destination = {};
  state = 'suspended';
  readonly resume = jest.fn().mockResolvedValue(undefined);
  createGain(): unknown {
    return { gain: { setValueAtTime: jest.fn(), linearRampToValueAtTime: jest.fn() }, connect: jest.fn() };
  }
  createOscillator(): unknown {
    const frequency = { value: 0 };
    return { type: '', frequency, connect: jest.fn(), stop: jest.fn(), start: () => FakeAudio.started.push(frequency.value) };
  }
}

const setGesture = (hasBeenActive: boolean): void => {
  Object.defineProperty(navigator, 'userActivation', { value: { hasBeenActive }, configurable: true });
};

describe('scanSound', () => {
  beforeEach(() => {
    localStorage.clear();
    FakeAudio.started.length = 0;
    Object.assign(globalThis, { AudioContext: FakeAudio });
    setGesture(true);
  });

  it('plays one tone for right and two lower ones for wrong', () => {
    playTone('good');
    const [good] = FakeAudio.started;
    playTone('bad');
    expect(FakeAudio.started).toHaveLength(3);
    expect(Math.max(...FakeAudio.started.slice(1))).toBeLessThan(good!);
  });

  it('is silent before the first key or touch, when a browser would refuse', () => {
    setGesture(false);
    playTone('good');
    expect(FakeAudio.started).toEqual([]);
  });

  it('remembers that it was muted', () => {
    muteSound(true);
    expect(isSoundMuted()).toBe(true);
    playTone('bad');
    expect(FakeAudio.started).toEqual([]);
    muteSound(false);
    expect(isSoundMuted()).toBe(false);
  });

  it('does without sound where the browser has none, or stores nothing', () => {
    Object.assign(globalThis, { AudioContext: undefined });
    expect(() => playTone('good')).not.toThrow();
    jest.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
      throw new Error('SecurityError');
    });
    expect(isSoundMuted()).toBe(false);
    jest.restoreAllMocks();
  });
});
