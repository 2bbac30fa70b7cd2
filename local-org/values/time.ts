/** Apex Time: a time of day without zone. Sums wrap at midnight. */
const DAY = 86_400_000;

const padded = (value: number, width: number): string => String(value).padStart(width, '0');

export class Time {
  /** Milliseconds since midnight, 0 to 86,399,999. */
  readonly milliseconds: number;

  constructor(milliseconds: number) {
    this.milliseconds = ((milliseconds % DAY) + DAY) % DAY;
  }

  static of(hour: number, minute: number, second: number, millisecond: number): Time {
    return new Time(((hour * 60 + minute) * 60 + second) * 1000 + millisecond);
  }

  hour(): number {
    return Math.floor(this.milliseconds / 3_600_000);
  }
  minute(): number {
    return Math.floor(this.milliseconds / 60_000) % 60;
  }
  second(): number {
    return Math.floor(this.milliseconds / 1000) % 60;
  }
  millisecond(): number {
    return this.milliseconds % 1000;
  }

  add(milliseconds: number): Time {
    return new Time(this.milliseconds + milliseconds);
  }

  /** `10:30:00.000Z` */
  toString(): string {
    return `${padded(this.hour(), 2)}:${padded(this.minute(), 2)}:${padded(this.second(), 2)}.${padded(this.millisecond(), 3)}Z`;
  }
}
