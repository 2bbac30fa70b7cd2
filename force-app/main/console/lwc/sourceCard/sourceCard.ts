import { api, LightningElement } from 'lwc';
import type { SourceHealth } from '@salesforce/apex/SourceHealth';
import { agoText, countText, durationText, hopRank, hopText, levelText } from 'c/integrationTexts';
import type { LevelText } from 'c/integrationTexts';

interface HopRow {
  readonly name: string;
  readonly text: string;
  readonly p50: string;
  readonly p95: string;
  readonly p99: string;
  readonly events: string;
}

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly detail: string;
  readonly className: string;
}

const MILLISECONDS = 1000;
const WHOLE = 100;

/** How one source does, against its service level. */
export default class SourceCard extends LightningElement {
  @api source!: SourceHealth;
  /** The org's time, that ages are told by. */
  @api nowMillis = 0;

  get level(): LevelText {
    return levelText(this.source.level);
  }

  get levelDetail(): string {
    const agreed = this.source.levelSeconds;
    if (agreed == null) return 'No service level';
    const limit = `${durationText(agreed * MILLISECONDS)} agreed`;
    return this.source.lagSeconds == null ? limit : `${durationText(this.source.lagSeconds * MILLISECONDS)} of ${limit}`;
  }

  get hasMeter(): boolean {
    return this.source.levelSeconds != null;
  }

  get meterStyle(): string {
    const share = (this.source.lagSeconds ?? 0) / (this.source.levelSeconds ?? 1);
    return `inline-size: ${String(Math.min(WHOLE, Math.max(share > 0 ? 1 : 0, Math.round(share * WHOLE))))}%`;
  }

  get meterClass(): string {
    return `fill fill_${this.source.level ?? 'None'}`;
  }

  get isSilent(): boolean {
    return this.source.isSilent === true;
  }

  get silenceText(): string {
    return `Silent: nothing has come for ${durationText(this.nowMillis - (this.source.lastEventAtMillis ?? this.nowMillis))}.`;
  }

  get isNamedOtherwise(): boolean {
    return this.source.label !== this.source.source;
  }

  get windowText(): string {
    return `Last ${countText(this.source.windowMinutes ?? 0)} minutes`;
  }

  get hops(): HopRow[] {
    return [...(this.source.hops ?? [])].sort((one, other) => hopRank(one.name ?? '') - hopRank(other.name ?? '')).map(({ name, p50Ms, p95Ms, p99Ms, samples }) => ({
      name: name ?? '', text: hopText(name ?? ''), p50: durationText(p50Ms), p95: durationText(p95Ms), p99: durationText(p99Ms), events: countText(samples),
    }));
  }

  get hasHops(): boolean {
    return this.hops.length > 0;
  }

  get figures(): Figure[] {
    const { received, windowMinutes, duplicates, waiting, oldestWaitingAtMillis, dead, lastEventAtMillis, absorbed, quarantined, conflicts } = this.source;
    const perMinute = windowMinutes == null || windowMinutes === 0 ? 0 : (received ?? 0) / windowMinutes;
    const figure = (name: string, value: string, detail = '', isBad = false): Figure => ({ name, value, detail, className: isBad ? 'value value_bad' : 'value' });
    return [
      figure('Received', countText(received), `${countText(Math.round(perMinute * 10) / 10)} a minute`),
      figure('Repeated', countText(duplicates), 'counted once'),
      figure('Waiting', countText(waiting), oldestWaitingAtMillis == null ? '' : `oldest ${agoText(oldestWaitingAtMillis, this.nowMillis)}`),
      figure('Given up', countText(dead), (dead ?? 0) > 0 ? 'see Dead letters' : '', (dead ?? 0) > 0),
      figure('Set aside', countText((quarantined ?? 0) + (conflicts ?? 0)), (absorbed ?? 0) > 0 ? `${countText(absorbed)} known already` : '', (quarantined ?? 0) + (conflicts ?? 0) > 0),
      figure('Last event', agoText(lastEventAtMillis, this.nowMillis)),
    ];
  }

  get responsible(): string {
    return [this.source.owner == null ? 'Nobody is responsible' : `Responsible: ${this.source.owner}`, this.source.contract].filter((part) => part != null).join(' · ');
  }
}
