import { api, LightningElement } from 'lwc';
import type { Link } from '@salesforce/apex/IntegrationHealth';
import type { Allowance, Subscriber } from '@salesforce/apex/IntegrationHealthController';
import { agoText, allowanceText, countText } from 'c/integrationTexts';

interface Row {
  readonly key: string;
  readonly name: string;
  readonly where: string;
  readonly state: string;
  readonly icon: string;
  readonly variant: string;
  readonly position: string;
  readonly behind: string;
  readonly detail: string;
}

interface AllowanceRow {
  readonly name: string;
  readonly text: string;
  readonly used: string;
  readonly share: string;
  readonly style: string;
  readonly className: string;
}

const GOOD_STATES = new Set(['live', 'running', 'closed']);
const WHOLE = 100;
const SCARCE = 80;

/** How systems are connected: the org's own subscribers, what gateways subscribe to and call, and what is used of allowances. */
export default class IntegrationLinks extends LightningElement {
  @api nowMillis = 0;
  @api subscriptions: readonly Link[] = [];
  @api breakers: readonly Link[] = [];
  @api subscribers: readonly Subscriber[] = [];
  @api allowances: readonly Allowance[] = [];

  get subscriptionRows(): Row[] {
    return this.subscriptions.map(({ gateway, subject, state, position, behind, lastEventAtMillis, isSilent }) => ({
      key: `${gateway ?? ''} ${subject ?? ''}`, name: subject ?? '', where: gateway ?? '', ...standing(isSilent === true ? 'not known' : state), position: position ?? '–', behind: behind == null ? '–' : countText(behind), detail: agoText(lastEventAtMillis, this.nowMillis),
    }));
  }

  get breakerRows(): Row[] {
    return this.breakers.map(({ gateway, subject, state, sinceMillis, isSilent }) => ({
      key: `${gateway ?? ''} ${subject ?? ''}`, name: subject ?? '', where: gateway ?? '', ...standing(isSilent === true ? 'not known' : state, { closed: 'Answers', open: 'Does not answer', 'half-open': 'Being tried' }), position: '', behind: '', detail: agoText(sinceMillis, this.nowMillis),
    }));
  }

  get subscriberRows(): Row[] {
    return this.subscribers.map(({ name, topic, status, position, behind, retries, lastError }) => ({
      key: `${topic ?? ''} ${name ?? ''}`, name: topic ?? '', where: name ?? '', ...standing(status), position: position == null || position < 0 ? '–' : countText(position), behind: behind == null ? '–' : countText(behind),
      detail: lastError == null || lastError === '' ? ((retries ?? 0) > 0 ? `${countText(retries)} retries` : '') : lastError,
    }));
  }

  get allowanceRows(): AllowanceRow[] {
    return this.allowances.map(({ name, used, maximum }) => {
      const share = maximum == null || maximum === 0 ? 0 : Math.min(WHOLE, Math.round(((used ?? 0) * WHOLE) / maximum));
      return { name: name ?? '', text: allowanceText(name ?? ''), used: `${countText(used)} of ${countText(maximum)}`, share: `${String(share)} %`, style: `inline-size: ${String(share)}%`, className: share >= SCARCE ? 'fill fill_scarce' : 'fill' };
    });
  }

  get hasSubscriptions(): boolean {
    return this.subscriptions.length > 0;
  }

  get hasBreakers(): boolean {
    return this.breakers.length > 0;
  }

  get hasSubscribers(): boolean {
    return this.subscribers.length > 0;
  }

  get hasAllowances(): boolean {
    return this.allowances.length > 0;
  }
}

function standing(state: string | null | undefined, words: Readonly<Record<string, string>> = {}): Pick<Row, 'state' | 'icon' | 'variant'> {
  const name = state ?? 'not known';
  const isGood = GOOD_STATES.has(name.toLowerCase());
  return { state: words[name.toLowerCase()] ?? name, icon: isGood ? 'utility:success' : 'utility:warning', variant: isGood ? 'success' : 'warning' };
}
